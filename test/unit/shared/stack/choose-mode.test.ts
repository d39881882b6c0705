// Where the stack runs is part of the contract: each rule of it, and which one wins.
import { describe, expect, jest, test } from '@jest/globals';
import { chooseMode } from '#shared/stack/choose-mode';

const ports = { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 };
const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);
const nothing = { asked: undefined, brokers: undefined, earlier: undefined, dockerAnswers: no };

describe('where the stack runs', () => {
  test('is what was asked for, whatever else is there, and Docker is not even asked', async () => {
    const dockerAnswers = jest.fn(yes);
    const earlier = { mode: 'docker', up: true, ports } as const;
    expect(await chooseMode({ asked: 'local', brokers: 'kafka.example:9092', earlier, dockerAnswers })).toBe('local');
    expect(dockerAnswers).not.toHaveBeenCalled();
  });

  test('is external when KAFKA_BROKERS is set, so that nothing is started beside an existing Kafka', async () => {
    expect(await chooseMode({ ...nothing, brokers: 'kafka.example:9092', dockerAnswers: yes })).toBe('external');
  });

  test('is docker when a daemon answers, else local', async () => {
    expect(await chooseMode({ ...nothing, dockerAnswers: yes })).toBe('docker');
    expect(await chooseMode(nothing)).toBe('local');
  });

  test('stays what it is while the stack is up, so that a daemon started meanwhile gives no second stack', async () => {
    const earlier = { mode: 'local', up: true, ports } as const;
    expect(await chooseMode({ ...nothing, earlier, dockerAnswers: yes })).toBe('local');
    expect(await chooseMode({ ...nothing, earlier: { ...earlier, up: false }, dockerAnswers: yes })).toBe('docker');
  });

  test('is our own when KAFKA_BROKERS is the address of the stack that is up here', async () => {
    const earlier = { mode: 'local', up: true, ports } as const;
    expect(await chooseMode({ ...nothing, earlier, brokers: '127.0.0.1:21000' })).toBe('local');
    expect(await chooseMode({ ...nothing, earlier, brokers: '127.0.0.1:9092' })).toBe('external');
    expect(await chooseMode({ ...nothing, earlier: { ...earlier, up: false }, brokers: '127.0.0.1:21000' })).toBe(
      'external',
    );
  });
});
