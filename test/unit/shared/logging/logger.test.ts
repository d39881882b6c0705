import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { LOG_KEYS, type LogFields, PERSONAL_KEYS } from '#shared/logging/keys';
import { createLogger, createSilentLogger, type Logger } from '#shared/logging/logger';

type Line = Record<string, unknown>;

interface Captured {
  readonly logger: Logger;
  readonly lines: () => Line[];
  readonly text: () => string;
  /** Without time and process id, whose digits may look like anything. */
  readonly told: () => string;
}

function capture(level: 'debug' | 'info' = 'debug'): Captured {
  const written: string[] = [];
  const logger = createLogger({ service: 'intake', level, destination: { write: (line) => void written.push(line) } });
  const lines = (): Line[] => written.map((line) => JSON.parse(line) as Line);
  const told = (): string => JSON.stringify(lines().map(({ time: _time, pid: _pid, ...others }) => others));
  return { logger, lines, text: () => written.join(''), told };
}

/** A record as it might be thrown at a logger by mistake. */
const PERSON = {
  recipientName: 'Ada Lovelace',
  email: 'ada@example.org',
  phone: '+44 20 7946 0958',
  addressLines: ['12 St James Square'],
  city: 'London',
  postalCode: 'SW1Y 4JH',
  customerId: 'customer-815',
  orderId: 'order-4711',
  ipAddress: '203.0.113.9',
  cardNumber: '4111111111111111',
};
const TRACES = /Lovelace|ada@|7946|James Square|London|4JH|815|4711|203\.0|4111/;

describe('a logger', () => {
  test('writes listed keys with service, level, time and message', () => {
    const { logger, lines } = capture();
    logger.warn({ topic: 'orders.events', partition: 2, offset: '17', code: 'KEY_MISSING' }, 'refused a record');
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        service: 'intake',
        pid: process.pid,
        topic: 'orders.events',
        partition: 2,
        offset: '17',
        code: 'KEY_MISSING',
        message: 'refused a record',
      },
    ]);
  });

  test.each<[string, unknown]>([
    ['spread into the fields', { ...PERSON }],
    ['under a key of its own', { order: PERSON, record: [PERSON] }],
    ['under a listed key', { reason: PERSON, orderRef: PERSON, count: PERSON }],
    [
      'as text under listed keys',
      { reason: PERSON.email, orderRef: PERSON.recipientName, kind: PERSON.phone, count: PERSON.cardNumber },
    ],
    ['as an address under a listed key', { address: PERSON.ipAddress, state: `card ${PERSON.cardNumber}` }],
    ['as a foreign error', { err: new Error(`no such person: ${PERSON.recipientName}, ${PERSON.city}`) }],
    [
      'as the cause of our error',
      { err: new FulfilmentError('UNEXPECTED', {}, { cause: new Error(JSON.stringify(PERSON)) }) },
    ],
    [
      'as an error with the record in it',
      { err: Object.assign(new Error('x'), { value: PERSON, keyValue: { email: PERSON.email } }) },
    ],
    ['as what was thrown', { err: PERSON }],
    ['as the name of an error', { err: { name: PERSON.recipientName, code: PERSON.orderId, message: PERSON.city } }],
    ['instead of fields', PERSON.recipientName],
  ])('never lets out personal data that comes %s', (_, fields) => {
    const { logger, text, told } = capture();
    for (const log of [logger.debug, logger.info, logger.warn, logger.error]) log(fields as LogFields, 'a record');
    logger.child(fields as LogFields).info({}, 'a record');
    expect(text().split('\n')).toHaveLength(6);
    expect(told()).not.toMatch(TRACES);
  });

  test('masks what looks personal in a message', () => {
    const { logger, text, told } = capture();
    logger.info({}, `mail to ${PERSON.email} from ${PERSON.ipAddress} or ${PERSON.phone}`);
    expect(told()).not.toMatch(TRACES);
    expect(text()).toMatch(/mail to \[masked\]/);
  });

  test('writes no key that is not listed, whatever an object holds', () => {
    const { logger, lines } = capture();
    const known = new Set([...Object.keys(LOG_KEYS), 'level', 'time', 'message', 'problem', 'frames']);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (fields) => {
        logger.info(fields, 'x');
        expect(Object.keys(lines().at(-1) ?? {}).filter((key) => !known.has(key))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps refs readable and refuses what is no ref under their keys', () => {
    const { logger, lines } = capture();
    const orderRef = 'A0123456789012345678_-';
    logger.info({ orderRef, shipmentRef: 'order-4711' }, 'x');
    expect(lines()[0]).toMatchObject({ orderRef });
    expect(lines()[0]).not.toHaveProperty('shipmentRef');
  });

  test('tells an error by code, class, kind and place, and our own by its sentence', () => {
    const { logger, lines } = capture();
    const cause = Object.assign(new Error('secret'), { name: 'KafkaJSProtocolError', type: 'INVALID_CONFIG' });
    logger.error({ err: new FulfilmentError('KAFKA_REFUSED', { topic: 'orders.facts' }, { cause }) }, 'stopped');
    expect(lines()[0]).toMatchObject({
      code: 'KAFKA_REFUSED',
      class: 'crash',
      problem: expect.stringMatching(/^KAFKA_REFUSED: .*topic=orders\.facts/),
      kind: 'KafkaJSProtocolError INVALID_CONFIG',
      frames: expect.arrayContaining([expect.stringMatching(/logger\.test/)]),
    });
  });

  test('leaves out a stack line that is part of a message and only looks like a place', () => {
    const { logger, told } = capture();
    logger.error({ err: new Error('x\n    at Ada Lovelace (London)') }, 'stopped');
    expect(told()).not.toMatch(TRACES);
  });

  test('writes nothing below its level, and bears hostile fields', () => {
    const { logger, lines } = capture('info');
    logger.debug({}, 'quiet');
    const hostile = Object.defineProperty({}, 'topic', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    logger.info(hostile, 'still here');
    expect(lines().map((line) => line['message'])).toEqual(['still here']);
  });

  test('a child adds its fields to each line', () => {
    const { logger, lines } = capture();
    logger.child({ lane: 3 }).child({ step: 'decode' }).info({ count: 5 }, 'done');
    expect(lines()[0]).toMatchObject({ lane: 3, step: 'decode', count: 5, service: 'intake' });
  });

  test('no listed key is among the personal ones, so that the second net never hides a fault of the first', () => {
    expect(PERSONAL_KEYS.filter((key) => Object.hasOwn(LOG_KEYS, key))).toEqual([]);
  });

  test('the silent one has the same shape and writes nothing', () => {
    const silent = createSilentLogger();
    expect(() => silent.child({ lane: 1 }).error({}, 'x')).not.toThrow();
  });
});
