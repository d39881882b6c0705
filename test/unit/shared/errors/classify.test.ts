import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { CATALOGUE, type ErrorCode, isErrorCode } from '#shared/errors/catalogue';
import { classify } from '#shared/errors/classify';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

/** The shape of kafkajs' own factory for broker answers. */
function brokerError(type: string, retriable: boolean, message = 'text of the broker'): Error {
  return new KafkaJSProtocolError(Object.assign(new Error(message), { type, code: 1, retriable }) as never);
}

function spentRetries(cause: Error): Error {
  return new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 5, retryTime: 300 });
}

const { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } =
  kafkajs;

describe('classify', () => {
  test.each<[string, () => unknown, ErrorCode]>([
    ['our own error by its code', () => new FulfilmentError('ORDER_ERASED'), 'ORDER_ERASED'],
    ['our own error below another', () => new Error('x', { cause: new FulfilmentError('KEY_MISSING') }), 'KEY_MISSING'],
    ['a lost connection to Kafka as retry', () => new KafkaJSConnectionError('x', {}), 'KAFKA_UNAVAILABLE'],
    ['a retriable broker answer as retry', () => brokerError('LEADER_NOT_AVAILABLE', true), 'KAFKA_UNAVAILABLE'],
    [
      'spent retries over a retriable answer as retry',
      () => spentRetries(brokerError('LEADER_NOT_AVAILABLE', true)),
      'KAFKA_UNAVAILABLE',
    ],
    [
      'a fenced producer as crash, so that a zombie never goes on',
      () => brokerError('INVALID_PRODUCER_EPOCH', false),
      'KAFKA_FENCED',
    ],
    [
      'a fenced producer below spent retries',
      () => spentRetries(brokerError('INVALID_PRODUCER_EPOCH', false)),
      'KAFKA_FENCED',
    ],
    [
      'the fencing answer that the client does not know yet',
      () => brokerError('KAFKAJS_UNKNOWN_ERROR_CODE', false, 'Unknown error code 90'),
      'KAFKA_FENCED',
    ],
    ['a denied topic as crash', () => brokerError('TOPIC_AUTHORIZATION_FAILED', false), 'KAFKA_DENIED'],
    ['a missing topic as crash', () => spentRetries(brokerError('UNKNOWN_TOPIC_OR_PARTITION', true)), 'TOPIC_MISSING'],
    ['a rebalance as retry', () => brokerError('REBALANCE_IN_PROGRESS', false), 'KAFKA_REBALANCING'],
    ['any other refusal of Kafka as crash', () => brokerError('INVALID_TXN_STATE', false), 'KAFKA_REFUSED'],
    ['a misuse of the client as crash', () => new KafkaJSNonRetriableError('x'), 'KAFKA_REFUSED'],
    ['a lost connection to MongoDB as retry', () => new MongoNetworkError('x'), 'MONGO_UNAVAILABLE'],
    ['no primary as retry', () => new MongoServerSelectionError('x', {} as never), 'MONGO_UNAVAILABLE'],
    [
      'a primary that steps down as retry',
      () => new MongoServerError({ message: 'x', code: 10_107 }),
      'MONGO_UNAVAILABLE',
    ],
    [
      'a labelled driver error as retry',
      () => new MongoServerError({ message: 'x', code: 1, errorLabels: ['RetryableWriteError'] }),
      'MONGO_UNAVAILABLE',
    ],
    ['a refused login to MongoDB as crash', () => new MongoServerError({ message: 'x', code: 18 }), 'MONGO_DENIED'],
    [
      'a duplicate key that nobody handled as crash',
      () => new MongoServerError({ message: 'x', code: 11_000 }),
      'MONGO_REFUSED',
    ],
    [
      'a refused connection of Node',
      () => Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      'NETWORK_UNAVAILABLE',
    ],
    [
      'a failed fetch by its cause',
      () => new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }),
      'NETWORK_UNAVAILABLE',
    ],
    ['a programming error as crash', () => new TypeError('x is not a function'), 'UNEXPECTED'],
    ['nothing as crash', () => undefined, 'UNEXPECTED'],
  ])('takes %s', (_, make, code) => {
    expect(classify(make())).toEqual({ code, class: CATALOGUE[code].class });
  });

  test('never throws and always gives a code of the catalogue, whatever is thrown', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (thrown) => {
        const { code, class: errorClass } = classify(thrown);
        expect(isErrorCode(code)).toBe(true);
        expect(errorClass).toBe(CATALOGUE[code].class);
      }),
    );
  });

  test('bears objects that throw when they are looked at, and causes that go in circles', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        getPrototypeOf: () => {
          throw new Error('no');
        },
      },
    );
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    expect(classify(hostile).code).toBe('UNEXPECTED');
    expect(classify(circle).code).toBe('UNEXPECTED');
    const kafkaCircle: { name: string; cause?: unknown } = { name: 'KafkaJSError' };
    kafkaCircle.cause = { name: 'KafkaJSError', cause: kafkaCircle };
    expect(classify(kafkaCircle).class).toBe('crash');
  });
});
