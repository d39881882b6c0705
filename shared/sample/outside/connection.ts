// How a program of somebody else reaches Kafka and the registry: its own login, its own ordinary clients, nothing of ours.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';

export interface OutsideConnection {
  readonly brokers: readonly string[];
  /** false: plaintext; else TLS, with the authority as PEM when it is not one of the machine's. */
  readonly ssl: false | { readonly ca: string | undefined };
  readonly login: OutsideLogin | null;
  /** Confluent-compatible API. */
  readonly registryUrl: string;
}

export interface OutsideLogin {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** A Kafka client that says nothing: who uses it handles its errors. @param clientId names no person */
export function outsideKafka(connection: OutsideConnection, clientId: string): Kafka {
  const { brokers, ssl, login } = connection;
  return new Kafka({
    clientId,
    brokers: [...brokers],
    ssl: ssl === false ? false : ssl.ca === undefined ? true : { ca: ssl.ca },
    ...(login === null ? {} : { sasl: saslOf(login) }),
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, retries: 12, maxRetryTime: 5_000 },
    logLevel: logLevel.NOTHING,
  });
}

export function outsideRegistry(connection: OutsideConnection): SchemaRegistry {
  return new SchemaRegistry({ host: connection.registryUrl, retry: { retries: 8, initialRetryTimeInSecs: 0.2 } });
}

function saslOf({ mechanism, username, password }: OutsideLogin): NonNullable<KafkaConfig['sasl']> {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}
