// A reader of somebody else's goes on after a broker was busy or a machine slept, and ends for what a retry does not mend.
import { describe, expect, test } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { startOutsideReader } from '#shared/sample/outside/reader';

const CONNECTION = { brokers: ['nowhere:1'], ssl: false, login: null, registryUrl: 'http://127.0.0.1:1' } as const;

const loading = Object.assign(new Error('The coordinator is loading'), {
  name: 'KafkaJSProtocolError',
  retriable: true,
});
const lost = Object.assign(new Error('SASL PLAIN authentication failed: Closed connection'), {
  name: 'KafkaJSSASLAuthenticationError',
  retriable: false,
});
const refused = Object.assign(new Error('SASL PLAIN authentication failed: wrong password'), {
  name: 'KafkaJSSASLAuthenticationError',
  retriable: false,
});

type OnCrash = (event: { payload: { error: Error; restart: boolean } }) => void;

/** @param troubles what the broker answers first when it is asked how far the group is */
function given(troubles: Error[] = []) {
  const crashes: OnCrash[] = [];
  let ended = 0;
  const kafka = {
    admin: () => ({
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      fetchTopicOffsets: () => Promise.resolve([]),
      fetchOffsets: () => {
        const trouble = troubles.shift();
        return trouble === undefined ? Promise.resolve([]) : Promise.reject(trouble);
      },
    }),
    consumer: () => ({
      events: { CRASH: 'crash', END_BATCH_PROCESS: 'end' },
      on: (event: string, listener: OnCrash) => void (event === 'crash' && crashes.push(listener)),
      connect: () => Promise.resolve(),
      subscribe: () => Promise.resolve(),
      run: () => Promise.resolve(),
      disconnect: () => Promise.resolve(void ended++),
    }),
  } as unknown as Pick<Kafka, 'admin' | 'consumer'>;
  const start = () =>
    startOutsideReader(
      { connection: CONNECTION, clientId: 'shop', groupId: 'shop', topic: 't', onRecords: () => undefined },
      kafka,
      () => Promise.resolve(),
    );
  return { start, crashes, ended: () => ended };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a reader', () => {
  test('waits for a broker that was just started and still loads the groups it knew', async () => {
    const { start, crashes } = given([loading, loading]);
    await (await start()).stop();
    expect(crashes).toHaveLength(1);
  });

  test('begins again when its connection was lost while it logged in, and ends when its login is refused', async () => {
    const { start, crashes, ended } = given();
    const reader = await start();
    let end: Error | null = null;
    void reader.failed.then((error) => (end = error));
    crashes[0]?.({ payload: { error: lost, restart: false } });
    await settled();
    expect({ readers: crashes.length, ended: ended(), end }).toEqual({ readers: 2, ended: 1, end: null });
    crashes[1]?.({ payload: { error: refused, restart: false } });
    await settled();
    expect({ readers: crashes.length, end }).toEqual({ readers: 2, end: refused });
  });

  test('that was stopped does not begin again', async () => {
    const { start, crashes } = given();
    await (await start()).stop();
    crashes[0]?.({ payload: { error: lost, restart: false } });
    await settled();
    expect(crashes).toHaveLength(1);
  });
});
