// How to reach Kafka: brokers, transport security and credentials.
import { readFileSync } from 'node:fs';
import { type Compiled, defineBlock, type Violation } from './block.js';
import type { Secret } from './secret.js';
import { oneOf, secretText, text, textLike } from './text-schemas.js';

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

export interface KafkaConfig {
  /** `host:port` each, at least one. */
  readonly brokers: readonly string[];
  /** false: plaintext; else TLS, checked against `ca` when given. */
  readonly ssl: false | { readonly ca: string | undefined };
  readonly sasl: null | { readonly mechanism: SaslMechanism; readonly username: string; readonly password: Secret };
}

const BROKERS = /^[^\s,:]+:\d{1,5}(\s*,\s*[^\s,:]+:\d{1,5})*$/;

export const KAFKA = defineBlock({
  name: 'kafka',
  variables: {
    KAFKA_BROKERS: {
      schema: textLike(BROKERS, 'must be host:port, several separated by commas'),
      meaning: 'Addresses to start from, `host:port` separated by commas.',
      remedy: 'Name your brokers, or start the local stack: `npm run stack -- up`',
    },
    KAFKA_SECURITY_PROTOCOL: {
      schema: oneOf(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']),
      fallback: 'PLAINTEXT',
      meaning: 'Transport and login, as Kafka names them: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.',
      remedy: 'Use the protocol of the listener behind KAFKA_BROKERS',
    },
    KAFKA_SASL_MECHANISM: {
      schema: oneOf(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      fallback: 'PLAIN',
      meaning: 'How to log in when the protocol starts with SASL_: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.',
      remedy: 'Use the mechanism for which the user was made',
    },
    KAFKA_USERNAME: {
      schema: text(),
      fallback: null,
      meaning: 'User to log in as; needed when the protocol starts with SASL_.',
      remedy: 'Set the user of this service',
    },
    KAFKA_PASSWORD: {
      schema: secretText(),
      fallback: null,
      meaning: 'Password of that user; never printed.',
      remedy: 'Set the password of KAFKA_USERNAME',
    },
    KAFKA_SSL_CA: {
      schema: text(),
      fallback: null,
      meaning:
        'Certificate authority of the brokers, as PEM text or as the path of a PEM file; unset: those of the machine.',
      remedy: 'Give a readable file, or the text that begins with -----BEGIN CERTIFICATE-----',
    },
  },
  compile: (values): Compiled<KafkaConfig> => {
    const violations: Violation[] = [];
    const protocol = values.KAFKA_SECURITY_PROTOCOL;
    const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = values;
    const wantsLogin = protocol.startsWith('SASL_');
    if (wantsLogin) {
      const problem = `is needed when KAFKA_SECURITY_PROTOCOL is ${protocol}`;
      if (username === undefined) violations.push({ variable: 'KAFKA_USERNAME', problem, remedy: 'Set it' });
      if (password === undefined) violations.push({ variable: 'KAFKA_PASSWORD', problem, remedy: 'Set it' });
    }
    const ca = readAuthority(values.KAFKA_SSL_CA, violations);
    if (violations.length > 0) return { violations };
    const mechanism = values.KAFKA_SASL_MECHANISM.toLowerCase() as SaslMechanism;
    const login = wantsLogin && username !== undefined && password !== undefined;
    return {
      config: {
        brokers: values.KAFKA_BROKERS.split(',').map((broker) => broker.trim()),
        ssl: protocol.endsWith('SSL') ? { ca } : false,
        sasl: login ? { mechanism, username, password } : null,
      },
    };
  },
});

function readAuthority(given: string | undefined, violations: Violation[]): string | undefined {
  if (given === undefined || given.startsWith('-----BEGIN')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch {
    violations.push({
      variable: 'KAFKA_SSL_CA',
      problem: 'is neither PEM text nor a readable file',
      remedy: 'Check the path and its rights',
    });
    return undefined;
  }
}
