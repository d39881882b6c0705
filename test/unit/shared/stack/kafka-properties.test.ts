// The broker's settings that promises rest on: who gets in, and how long erased bytes may stay.
import { describe, expect, test } from '@jest/globals';
import { newCredentials } from '#shared/stack/credentials';
import { kafkaProperties, propertiesText } from '#shared/stack/kafka-properties';

const credentials = newCredentials();
const properties = kafkaProperties({ ports: { kafka: 21_000, controller: 21_003 }, credentials, dataFolder: 'data' });

describe('the broker', () => {
  test('denies whatever no rule allows, and makes no topic by itself', () => {
    expect(properties).toMatchObject({
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': 'false',
      'super.users': 'User:broker;User:broker-services',
      'auto.create.topics.enable': 'false',
    });
  });

  test('listens on this machine only, and nowhere without a login', () => {
    expect(properties['listeners']).toBe('CLIENT://127.0.0.1:21000,CONTROLLER://127.0.0.1:21003');
    expect(properties['listener.security.protocol.map']).toBe('CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT');
  });

  test('holds no password of a carrier: they log in by SCRAM, which stores none', () => {
    const text = propertiesText(properties);
    for (const password of Object.values(credentials.carriers)) expect(text).not.toContain(password);
  });

  test('lets nobody but itself in at the controller', () => {
    const controller = properties['listener.name.controller.plain.sasl.jaas.config'] ?? '';
    expect([...controller.matchAll(/user_([\w-]+)=/g)].map(([, user]) => user)).toEqual(['broker']);
  });

  test('cleans within the 60 s promise: the figures of the measured profile', () => {
    expect(properties).toMatchObject({
      'log.cleaner.backoff.ms': '5000',
      'log.retention.check.interval.ms': '5000',
      'log.segment.delete.delay.ms': '1000',
      'transaction.max.timeout.ms': '60000',
    });
  });
});
