import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineBlock } from '#shared/config/block';
import { SHARED_BLOCKS } from '#shared/config/blocks';
import { CLOCK } from '#shared/config/clock';
import { ERASURE } from '#shared/config/erasure';
import { HTTP } from '#shared/config/http';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { type ConfigError, type Environment, loadConfig } from '#shared/config/load';
import { LOGGING } from '#shared/config/logging';
import { MONGO } from '#shared/config/mongo';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';

const BLOCKS = {
  kafka: KAFKA,
  registry: REGISTRY,
  mongo: MONGO,
  clock: CLOCK,
  http: HTTP,
  logging: LOGGING,
  topics: TOPICS,
};
const SOUND = {
  KAFKA_BROKERS: 'a:9092, b:9093',
  SCHEMA_REGISTRY_URL: 'http://registry:8081/apis/ccompat/v7/',
  MONGODB_URI: 'mongodb://user:pa55@mongo:27017',
};

function refusalOf(load: () => unknown): ConfigError {
  try {
    load();
  } catch (error) {
    return error as ConfigError;
  }
  throw new Error('it was accepted');
}

function violationsOf(environment: Environment): string[] {
  return refusalOf(() => loadConfig(BLOCKS, { ...SOUND, ...environment })).violations.map(
    (violation) => violation.variable,
  );
}

describe('loadConfig', () => {
  test('compiles the environment into typed config with defaults', () => {
    const config = loadConfig(BLOCKS, SOUND);
    expect(config.kafka).toEqual({ brokers: ['a:9092', 'b:9093'], ssl: false, sasl: null });
    expect(config.registry.url).toBe('http://registry:8081/apis/ccompat/v7');
    expect(config.mongo.uri.reveal()).toBe(SOUND.MONGODB_URI);
    expect(config.mongo.database).toBe('fulfilment');
    expect(config.clock).toEqual({ speed: 1, originMs: 0, startMs: 0 });
    expect(config.http).toEqual({ healthHost: '127.0.0.1', healthPort: 0 });
    expect(config.logging.level).toBe('info');
    expect(config.topics.prefix).toBe('');
  });

  test('takes the login of the registry whole or not at all', () => {
    expect(loadConfig(BLOCKS, SOUND).registry.login).toBeNull();
    const login = { SCHEMA_REGISTRY_USERNAME: 'u', SCHEMA_REGISTRY_PASSWORD: 'p' };
    expect(loadConfig(BLOCKS, { ...SOUND, ...login }).registry.login?.password.reveal()).toBe('p');
    expect(violationsOf({ SCHEMA_REGISTRY_USERNAME: 'u' })).toEqual(['SCHEMA_REGISTRY_PASSWORD']);
    expect(violationsOf({ SCHEMA_REGISTRY_PASSWORD: 'p' })).toEqual(['SCHEMA_REGISTRY_USERNAME']);
  });

  test('freezes the config to its depths, so that no part can change it for another', () => {
    const config = loadConfig(BLOCKS, SOUND);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.kafka.brokers)).toBe(true);
  });

  test('reports all violations at once with variable, problem and remedy, and no value', () => {
    const error = refusalOf(() =>
      loadConfig(BLOCKS, { KAFKA_BROKERS: 'nonsense-value', HEALTH_PORT: '70000', LOG_LEVEL: 'loud' }),
    );
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.violations.map((violation) => violation.variable).toSorted()).toEqual([
      'HEALTH_PORT',
      'KAFKA_BROKERS',
      'LOG_LEVEL',
      'MONGODB_URI',
      'SCHEMA_REGISTRY_URL',
    ]);
    expect(error.message).toMatch(/HEALTH_PORT: must be a whole number from 0 to 65535\. Use a free port, or 0/);
    expect(error.message).toMatch(/MONGODB_URI: is not set\./);
    expect(error.message).not.toMatch(/nonsense-value|70000|loud/);
  });

  test('counts an empty variable as unset', () => {
    expect(loadConfig({ http: HTTP }, { HEALTH_PORT: ' ' }).http.healthPort).toBe(0);
    expect(violationsOf({ KAFKA_BROKERS: '' })).toEqual(['KAFKA_BROKERS']);
  });

  test('reads only the blocks it is asked for', () => {
    expect(loadConfig({ logging: LOGGING }, {}).logging.level).toBe('info');
  });

  test('logs in when the protocol asks for it, and keeps the password from printing', () => {
    const login = {
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_USERNAME: 'u',
      KAFKA_PASSWORD: 'p4ss',
    };
    const { kafka } = loadConfig(
      { kafka: KAFKA },
      { ...SOUND, ...login, KAFKA_SSL_CA: '-----BEGIN CERTIFICATE-----x' },
    );
    expect(kafka.sasl?.mechanism).toBe('scram-sha-256');
    expect(kafka.sasl?.password.reveal()).toBe('p4ss');
    expect(kafka.ssl).toEqual({ ca: '-----BEGIN CERTIFICATE-----x' });
    expect(JSON.stringify(kafka)).not.toMatch(/p4ss/);
  });

  test('demands user and password when the protocol logs in', () => {
    expect(violationsOf({ KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' })).toEqual(['KAFKA_USERNAME', 'KAFKA_PASSWORD']);
  });

  test('refuses a certificate file that cannot be read', () => {
    expect(violationsOf({ KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA: './no/such/file.pem' })).toEqual([
      'KAFKA_SSL_CA',
    ]);
  });

  test('refuses a faster clock without an origin, with which processes would disagree on the time', () => {
    expect(violationsOf({ CLOCK_SPEED: '86400' })).toEqual(['CLOCK_ORIGIN_MS']);
    expect(violationsOf({ CLOCK_START_MS: '5' })).toEqual(['CLOCK_ORIGIN_MS']);
    const { clock } = loadConfig({ clock: CLOCK }, { CLOCK_SPEED: '0.5', CLOCK_ORIGIN_MS: '7' });
    expect(clock).toEqual({ speed: 0.5, originMs: 7, startMs: 7 });
  });

  test.each(['0', '-1', 'fast', 'Infinity', '1e400'])('refuses the clock speed %s', (speed) => {
    expect(violationsOf({ CLOCK_SPEED: speed, CLOCK_ORIGIN_MS: '0' })).toEqual(['CLOCK_SPEED']);
  });

  test.each(['a', 'a:1,', 'a:1 b:2', ':1', 'a:123456'])('refuses the brokers %j', (brokers) => {
    expect(violationsOf({ KAFKA_BROKERS: brokers })).toEqual(['KAFKA_BROKERS']);
  });

  test('asks a key server for keys only where address and token are named, and prints no token', () => {
    const transit = { KEYRING: 'transit', VAULT_ADDR: 'https://keys:8200/', VAULT_TOKEN: 's3cret' };
    const { keyring } = loadConfig({ keyring: KEYRING }, transit);
    expect(keyring.transit).toMatchObject({ address: 'https://keys:8200', mount: 'transit', name: 'fulfilment' });
    expect(keyring.transit?.token?.reveal()).toBe('s3cret');
    expect(JSON.stringify(keyring)).not.toContain('s3cret');
    expect(loadConfig({ keyring: KEYRING }, { VAULT_ADDR: 'https://keys:8200' }).keyring.transit).toBeNull();
    const missing = (left: Environment) =>
      refusalOf(() => loadConfig({ keyring: KEYRING }, left)).violations.map(({ variable }) => variable);
    expect(missing({ ...transit, VAULT_ADDR: undefined })).toEqual(['VAULT_ADDR']);
    expect(missing({ ...transit, VAULT_TOKEN: undefined })).toEqual(['VAULT_TOKEN']);
    expect(
      loadConfig({ keyring: KEYRING }, { ...transit, VAULT_TOKEN: '', VAULT_TOKEN_FILE: 't' }).keyring.transit
        ?.tokenFile,
    ).toBe('t');
  });

  test('takes the keyring from the stack directory unless a file is named', () => {
    expect(loadConfig({ keyring: KEYRING }, {}).keyring.directory).toBe('.stack/keyring');
    expect(loadConfig({ keyring: KEYRING }, { STACK_DIR: 's' }).keyring.directory).toBe('s/keyring');
    expect(loadConfig({ keyring: KEYRING }, { STACK_DIR: 's', KEYRING_DIR: 'k' }).keyring.directory).toBe('k');
  });

  test('promises 15 minutes by default and 60 seconds when asked, heartbeats included', () => {
    const slow = loadConfig({ erasure: ERASURE }, {}).erasure;
    const fast = loadConfig({ erasure: ERASURE }, { ERASURE_DEADLINE_PROFILE: 'fast' }).erasure;
    expect([slow.deadlineMs, fast.deadlineMs]).toEqual([900_000, 60_000]);
    for (const { segmentMs, heartbeatMs, fileDeleteDelayMs, deadlineMs } of [slow, fast]) {
      expect(segmentMs + heartbeatMs + fileDeleteDelayMs).toBeLessThan(deadlineMs);
    }
  });

  test('does not say more about a failed rule across variables while one of them is wrong', () => {
    expect(violationsOf({ CLOCK_SPEED: 'x', CLOCK_START_MS: '5' })).toEqual(['CLOCK_SPEED']);
  });

  test('a service may declare a block of its own', () => {
    const block = defineBlock({
      name: 'own',
      variables: {
        OWN_LIMIT: { schema: z.string().transform(Number), fallback: '3', meaning: 'A limit.', remedy: 'Set it' },
      },
      compile: (values) => ({ config: { limit: values.OWN_LIMIT } }),
    });
    const limit: number = loadConfig({ own: block }, { OWN_LIMIT: '9' }).own.limit;
    expect(limit).toBe(9);
  });

  test('the defaults of all blocks are valid by themselves', () => {
    const blocks = Object.fromEntries(SHARED_BLOCKS.map((block) => [block.name, block]));
    expect(() => loadConfig(blocks, SOUND)).not.toThrow();
  });
});
