import { describe, expect, test } from '@jest/globals';
import { errorOfCode, troubleOf, typeOf } from '#shared/kafka/client/transient';
import kafkajs from 'kafkajs';

describe('passing troubles', () => {
  test.each([
    [51, 'busy'],
    [14, 'busy'],
    [16, 'moved'],
    [6, 'moved'],
    [3, 'moved'],
    [7, 'unreachable'],
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

  test('takes nothing else for a passing trouble', () => {
    for (const foreign of [null, undefined, 'text', 5, {}, new TypeError('bug'), { name: 5, type: {} }]) {
      expect(troubleOf(foreign)).toBeNull();
    }
  });
});
