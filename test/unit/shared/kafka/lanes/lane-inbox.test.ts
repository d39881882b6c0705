import { describe, expect, test } from '@jest/globals';
import { createLaneInbox } from '#shared/kafka/lanes/lane-inbox';
import { fetchedBatch, numbered } from './batches.js';

const limits = { unitRecords: 5, unitBytes: 100_000, waitingBytes: 500 };
const HEARTBEAT = { key: '~hb', value: null };

describe('the inbox of a lane', () => {
  test('gives all that waits as one unit, whatever topic it came from, and how far each partition was read', () => {
    const inbox = createLaneInbox(limits);
    inbox.accept(fetchedBatch('facts', 1, 10, numbered(2)));
    inbox.accept(fetchedBatch('sealed', 5, 70, numbered(2)));
    expect(inbox.take().map(({ topic, offset }) => `${topic} ${offset}`)).toEqual([
      'facts 10',
      'facts 11',
      'sealed 70',
      'sealed 71',
    ]);
    expect(inbox.positions()).toEqual([
      { topic: 'facts', partition: 1, offset: 12 },
      { topic: 'sealed', partition: 5, offset: 72 },
    ]);
  });

  test('splits what is more than a unit may hold, and never says more was read than was given', () => {
    const inbox = createLaneInbox(limits);
    inbox.accept(fetchedBatch('facts', 1, 0, numbered(8)));
    expect(inbox.take()).toHaveLength(5);
    expect(inbox.positions()).toEqual([{ topic: 'facts', partition: 1, offset: 5 }]);
    inbox.committed();
    expect(inbox.take().map(({ offset }) => offset)).toEqual(['5', '6', '7']);
    expect(inbox.positions()).toEqual([{ topic: 'facts', partition: 1, offset: 8 }]);
  });

  test('splits by bytes too, so that large records do not make a large unit', () => {
    const inbox = createLaneInbox({ ...limits, unitRecords: 1_000, unitBytes: 50_000 });
    inbox.accept(fetchedBatch('facts', 1, 0, numbered(300, 1_000)));
    expect(inbox.take().length).toBe(100);
  });

  test('has a position to commit after heartbeats alone, though there is nothing to handle', () => {
    const inbox = createLaneInbox(limits);
    inbox.accept(fetchedBatch('facts', 1, 4, [HEARTBEAT, HEARTBEAT]));
    expect(inbox.take()).toEqual([]);
    expect(inbox.positions()).toEqual([{ topic: 'facts', partition: 1, offset: 6 }]);
    inbox.committed();
    expect(inbox.positions()).toEqual([]);
  });

  test('wants no more while enough waits, and more again once it was taken', () => {
    const inbox = createLaneInbox(limits);
    expect(inbox.hasRoom()).toBe(true);
    inbox.accept(fetchedBatch('facts', 1, 0, numbered(5, 200)));
    expect(inbox.hasRoom()).toBe(false);
    inbox.take();
    expect(inbox.hasRoom()).toBe(true);
  });

  test('ends a wait as soon as something comes', async () => {
    const inbox = createLaneInbox(limits);
    const waited = inbox.arrival(60_000);
    inbox.accept(fetchedBatch('facts', 1, 0, numbered(1)));
    await waited;
    expect(inbox.take()).toHaveLength(1);
  });
});
