// Test files share one stack; their names keep them apart and pass the limits of what they are used for.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isolate, stackEnv } from '#test/support/stack';

describe('the names of a test file', () => {
  test('are legal wherever they are used, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', size: 'large' }), (name) => {
        const { topicPrefix, databaseName } = isolate(name);
        expect(topicPrefix).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
        expect(databaseName).toMatch(/^test_[A-Za-z0-9_-]{1,33}$/);
      }),
    );
  });

  test('differ from those of every other file and of every other run', () => {
    const names = Array.from({ length: 200 }, () => isolate('same').topicPrefix);
    expect(new Set(names).size).toBe(200);
  });

  test('say what the file is about, so that leftovers can be traced', () => {
    expect(isolate('intake redelivery').topicPrefix).toMatch(/^t\.intake-redelivery-/);
  });
});

test('outside of the integration project there is no stack, and the message says what to do', () => {
  const before = process.env['KAFKA_BROKERS'];
  delete process.env['KAFKA_BROKERS'];
  try {
    expect(() => stackEnv()).toThrow(/jest project "integration"/);
  } finally {
    if (before !== undefined) process.env['KAFKA_BROKERS'] = before;
  }
});
