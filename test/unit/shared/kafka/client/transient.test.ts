import { describe, expect, test } from '@jest/globals';
import { errorOfCode, isPassing, troubleOf, typeOf } from '#shared/kafka/client/transient';
import kafkajs from 'kafkajs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

describe('passing troubles', () => {
  test.each([
    [51, 'busy'],
    [88, 'busy'],
    [14, 'busy'],
    [16, 'moved'],
    [6, 'moved'],
    [3, 'moved'],
    [7, 'unreachable'],
    [-1, 'unreachable'],
    [19, 'unreachable'],
  ])('error %i is %s: the same request is sent again', (code, trouble) => {
    expect(troubleOf(errorOfCode(code))).toBe(trouble);
  });

  test.each([47, 90, 22, 25, 27, 29, 45, 10, 87])('error %i is an answer: sending again would not help', (code) => {
    expect(troubleOf(errorOfCode(code))).toBeNull();
  });

  test('looks into what kafkajs wraps', () => {
    const closed = new kafkajs.KafkaJSConnectionError('gone');
    const spent = new kafkajs.KafkaJSNumberOfRetriesExceeded(closed, { retryCount: 5, retryTime: 1 });
    expect(troubleOf(spent)).toBe('unreachable');
    expect(typeOf(Object.assign(new Error('outer'), { cause: errorOfCode(51) }))).toBe('CONCURRENT_TRANSACTIONS');
  });

  test('tells a connection lost while logging in from a refused login, which kafkajs does only in words', () => {
    const login = (message: string): Error =>
      Object.assign(new kafkajs.KafkaJSNonRetriableError(message), { name: 'KafkaJSSASLAuthenticationError' });
    const lost = login('SASL PLAIN authentication failed: Connection error: cut');
    const refused = login('SASL PLAIN authentication failed: Authentication failed');
    expect([troubleOf(lost), isPassing(lost)]).toEqual(['unreachable', true]);
    expect([troubleOf(refused), isPassing(refused)]).toEqual([null, false]);
  });

  test('leaves an error of ours as it was judged, whatever its cause', () => {
    const missing = new FulfilmentError('TOPIC_MISSING', {}, { cause: errorOfCode(3) });
    expect([troubleOf(missing), isPassing(missing)]).toEqual([null, false]);
    expect(isPassing(new FulfilmentError('MONGO_UNAVAILABLE', {}, { cause: new TypeError('x') }))).toBe(true);
  });

  test('takes nothing else for a passing trouble', () => {
    for (const foreign of [null, undefined, 'text', 5, {}, new TypeError('bug'), { name: 5, type: {} }]) {
      expect(troubleOf(foreign)).toBeNull();
    }
  });
});
