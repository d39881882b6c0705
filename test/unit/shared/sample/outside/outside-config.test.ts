import { describe, expect, test } from '@jest/globals';
import { KAFKA } from '#shared/config/kafka';
import { type Environment, loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { carrierConnection, OUTSIDE, orderServiceConnection } from '#shared/sample/outside/outside-config';

const services: Environment = {
  KAFKA_BROKERS: 'one:9092,two:9092',
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: 'PLAIN',
  KAFKA_USERNAME: 'services',
  KAFKA_PASSWORD: 'services-password',
  SCHEMA_REGISTRY_URL: 'http://registry:8081/',
};
const load = (environment: Environment) =>
  loadConfig({ kafka: KAFKA, registry: REGISTRY, outside: OUTSIDE }, environment);

describe('the logins of the sample programs', () => {
  test('are their own where they are given, on the same brokers and registry', () => {
    const config = load({
      ...services,
      ORDER_SERVICE_USERNAME: 'order-service',
      ORDER_SERVICE_PASSWORD: 'a',
      CARRIER_PARCELWAY_USERNAME: 'carrier-parcelway',
      CARRIER_PARCELWAY_PASSWORD: 'b',
    });
    const shared = { brokers: ['one:9092', 'two:9092'], ssl: { ca: undefined }, registryUrl: 'http://registry:8081' };
    expect(orderServiceConnection(config)).toEqual({
      ...shared,
      login: { mechanism: 'plain', username: 'order-service', password: 'a' },
    });
    expect(carrierConnection(config, 'parcelway')).toEqual({
      ...shared,
      login: { mechanism: 'scram-sha-256', username: 'carrier-parcelway', password: 'b' },
    });
  });

  test('are those of the services where none are given, for a Kafka with one user for all', () => {
    const { login } = carrierConnection(load(services), 'swiftpost');
    expect(login).toEqual({ mechanism: 'plain', username: 'services', password: 'services-password' });
  });

  test('are none where Kafka asks for none', () => {
    const open = { KAFKA_BROKERS: 'one:9092', SCHEMA_REGISTRY_URL: 'http://registry:8081' };
    expect(orderServiceConnection(load(open))).toMatchObject({ login: null, ssl: false });
  });

  test('are refused when a password is missing, by the name of its variable', () => {
    expect(() => load({ ...services, CARRIER_SWIFTPOST_USERNAME: 'carrier-swiftpost' })).toThrow(
      'CARRIER_SWIFTPOST_PASSWORD: is needed when CARRIER_SWIFTPOST_USERNAME is set',
    );
  });
});
