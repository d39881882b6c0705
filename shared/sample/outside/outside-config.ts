// The logins of the programs that stand around the broker: the order service and the carriers of the sample.
import { type Compiled, defineBlock } from '#shared/config/block';
import type { KafkaConfig } from '#shared/config/kafka';
import type { Secret } from '#shared/config/secret';
import { oneOf, secretText, text } from '#shared/config/text-schemas';
import type { OutsideConnection } from './connection.js';

interface Login {
  readonly username: string;
  readonly password: Secret;
}

export interface OutsideConfig {
  /** null: as the services themselves log in (a Kafka without logins, or with one user for all). */
  readonly orderService: Login | null;
  readonly carriers: Readonly<Record<SampleCarrier, Login | null>>;
  readonly carrierMechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
}

/** The carriers of the sample, as the policy names them. */
export const SAMPLE_CARRIERS = ['swiftpost', 'parcelway'] as const;
export type SampleCarrier = (typeof SAMPLE_CARRIERS)[number];

const user = (who: string) =>
  ({
    schema: text(),
    fallback: null,
    meaning: `Kafka user of ${who}; unset: KAFKA_USERNAME.`,
    remedy: 'Take it from `npm run stack -- env`, or leave it out',
  }) as const;
const password = (who: string) =>
  ({
    schema: secretText(),
    fallback: null,
    meaning: `Password of ${who}; never printed.`,
    remedy: 'Take it from `npm run stack -- env`',
  }) as const;

export const OUTSIDE = defineBlock({
  name: 'outside',
  variables: {
    ORDER_SERVICE_USERNAME: user('the order service of the sample'),
    ORDER_SERVICE_PASSWORD: password('the order service of the sample'),
    CARRIER_SASL_MECHANISM: {
      schema: oneOf(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      fallback: 'SCRAM-SHA-256',
      meaning: 'How the carriers of the sample log in: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.',
      remedy: 'Use the mechanism for which their users were made',
    },
    CARRIER_SWIFTPOST_USERNAME: user('the sample carrier swiftpost'),
    CARRIER_SWIFTPOST_PASSWORD: password('the sample carrier swiftpost'),
    CARRIER_PARCELWAY_USERNAME: user('the sample carrier parcelway'),
    CARRIER_PARCELWAY_PASSWORD: password('the sample carrier parcelway'),
  },
  compile: (values): Compiled<OutsideConfig> => {
    const logins = [
      ['ORDER_SERVICE', values.ORDER_SERVICE_USERNAME, values.ORDER_SERVICE_PASSWORD],
      ['CARRIER_SWIFTPOST', values.CARRIER_SWIFTPOST_USERNAME, values.CARRIER_SWIFTPOST_PASSWORD],
      ['CARRIER_PARCELWAY', values.CARRIER_PARCELWAY_USERNAME, values.CARRIER_PARCELWAY_PASSWORD],
    ] as const;
    const violations = logins
      .filter(([, username, secret]) => username !== undefined && secret === undefined)
      .map(([who]) => ({
        variable: `${who}_PASSWORD`,
        problem: `is needed when ${who}_USERNAME is set`,
        remedy: 'Set it, or leave both out',
      }));
    if (violations.length > 0) return { violations };
    const [orderService = null, swiftpost = null, parcelway = null] = logins.map(([, username, secret]) =>
      username === undefined || secret === undefined ? null : { username, password: secret },
    );
    const carrierMechanism = values.CARRIER_SASL_MECHANISM.toLowerCase() as OutsideConfig['carrierMechanism'];
    return { config: { orderService, carriers: { swiftpost, parcelway }, carrierMechanism } };
  },
});

interface Surroundings {
  readonly kafka: KafkaConfig;
  readonly registry: { readonly url: string };
  readonly outside: OutsideConfig;
}

/** How the order service of the sample connects. */
export function orderServiceConnection({ kafka, registry, outside }: Surroundings): OutsideConnection {
  return connectionOf(kafka, registry.url, outside.orderService, kafka.sasl?.mechanism ?? 'plain');
}

/** How the analyst of the sample connects: a login of their own would be given at the desk. */
export function analystConnection({ kafka, registry, outside }: Surroundings): OutsideConnection {
  return connectionOf(kafka, registry.url, null, outside.carrierMechanism);
}

/** How a carrier of the sample connects. */
export function carrierConnection(
  { kafka, registry, outside }: Surroundings,
  carrierId: SampleCarrier,
): OutsideConnection {
  return connectionOf(kafka, registry.url, outside.carriers[carrierId], outside.carrierMechanism);
}

function connectionOf(
  kafka: KafkaConfig,
  registryUrl: string,
  own: Login | null,
  mechanism: OutsideConfig['carrierMechanism'],
): OutsideConnection {
  const { brokers, ssl, sasl } = kafka;
  const login =
    sasl === null
      ? null
      : own === null
        ? { mechanism: sasl.mechanism, username: sasl.username, password: sasl.password.reveal() }
        : { mechanism, username: own.username, password: own.password.reveal() };
  return { brokers, ssl, login, registryUrl };
}
