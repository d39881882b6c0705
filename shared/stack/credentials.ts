// Who may log in to the local Kafka, and with which generated passwords: nothing is fixed, nothing is shared between stacks.
import { randomBytes } from 'node:crypto';

export interface StackCredentials {
  /** The broker itself, between its listeners. */
  readonly broker: string;
  /** PLAIN, super user: all our services. */
  readonly services: string;
  /** PLAIN: the order service; what it may do is set by the ACLs of the topics. */
  readonly orderService: string;
  /** SCRAM-SHA-256, by carrier id. */
  readonly carriers: Readonly<Record<string, string>>;
}

export const BROKER_USER = 'broker';
export const SERVICES_USER = 'broker-services';
export const ORDER_SERVICE_USER = 'order-service';
export const CARRIER_SASL_MECHANISM = 'SCRAM-SHA-256';

/** The carriers of the sample. */
export const SAMPLE_CARRIERS = ['swiftpost', 'parcelway'] as const;

/** The Kafka user of a carrier. */
export function carrierUser(carrierId: string): string {
  return `carrier-${carrierId}`;
}

/** 128 random bits as hex: needs no quoting in a properties file, a shell or a URL. */
export function newPassword(): string {
  return randomBytes(16).toString('hex');
}

export function newCredentials(): StackCredentials {
  return {
    broker: newPassword(),
    services: newPassword(),
    orderService: newPassword(),
    carriers: Object.fromEntries(SAMPLE_CARRIERS.map((carrierId) => [carrierId, newPassword()])),
  };
}
