import { describe, expect, test } from '@jest/globals';
import { isErrorCode } from '#shared/errors/catalogue';
import { FulfilmentError, isFulfilmentError } from '#shared/errors/fulfilment-error';
import { throwInOurWords } from '#shared/errors/in-our-words';

describe('FulfilmentError', () => {
  test('builds its message from the catalogue and its details, so that no value of a record can slip in', () => {
    const error = new FulfilmentError('KEY_MISSING', { topic: 'orders.events', partition: 3 });
    expect(error.message).toBe('KEY_MISSING: The record has no key. (topic=orders.events, partition=3)');
    expect(error.class).toBe('dead-letter');
    expect(error.whatToDo).toMatch(/record key/);
  });

  test('keeps its cause and leaves it out of the message', () => {
    const cause = new Error('Ada Lovelace');
    const error = new FulfilmentError('UNEXPECTED', {}, { cause });
    expect(error.cause).toBe(cause);
    expect(error.message).not.toMatch(/Ada/);
    expect('cause' in new FulfilmentError('UNEXPECTED')).toBe(false);
  });

  test('freezes its details, so that what is logged is what was raised', () => {
    const details = { count: 1 };
    const error = new FulfilmentError('UNEXPECTED', details);
    details.count = 2;
    expect(error.details).toEqual({ count: 1 });
    expect(Object.isFrozen(error.details)).toBe(true);
  });

  test('is recognised across module instances, and nothing else is', () => {
    expect(isFulfilmentError({ name: 'FulfilmentError', code: 'KEY_MISSING' })).toBe(true);
    expect(isFulfilmentError({ name: 'FulfilmentError', code: 'toString' })).toBe(false);
    expect(isFulfilmentError({ name: 'Error', code: 'KEY_MISSING' })).toBe(false);
    expect(isFulfilmentError(null)).toBe(false);
  });

  test('isErrorCode does not mistake inherited names for codes', () => {
    expect(isErrorCode('ORDER_ERASED')).toBe(true);
    expect(isErrorCode('constructor')).toBe(false);
    expect(isErrorCode(7)).toBe(false);
  });
});

describe('an error told to callers outside', () => {
  test('bears a code of the catalogue, with the foreign one as its cause', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
    expect(() => throwInOurWords(refused)).toThrow(
      expect.objectContaining({ code: 'NETWORK_UNAVAILABLE', cause: refused }),
    );
  });

  test('stays what it is where it is ours', () => {
    const ours = new FulfilmentError('KEY_MISSING');
    expect(() => throwInOurWords(ours)).toThrow(ours);
  });
});
