import { describe, expect, test } from '@jest/globals';
import { createLaneInbox } from '#shared/kafka/lanes/lane-inbox';
import type { LaneParts } from '#shared/kafka/lanes/lane-parts';
import { SILENT_OBSERVER } from '#shared/kafka/lanes/lane-observer';
import { LANE_SETTINGS } from '#shared/kafka/lanes/lane-settings';
import { createLaneWork } from '#shared/kafka/lanes/lane-work';
import { createSilentLogger } from '#shared/logging/logger';
import { fetchedBatch, numbered } from './batches.js';

describe('the work of a lane', () => {
  test('asks for more once there is room, even when what was taken held nothing for the handler', async () => {
    const inbox = createLaneInbox({ unitRecords: 5, unitBytes: 100_000, waitingBytes: 10 });
    // A unit's worth of records, and behind it what only marks: together they fill the inbox.
    inbox.accept(fetchedBatch('ledger', 0, 0, [...numbered(5), { key: '~hb', value: null }]));
    const asked: boolean[] = [];
    const parts = {
      client: {
        waiting: { clock: { nowMs: () => 0 }, sleep: () => Promise.resolve(), random: () => 0 },
        logger: createSilentLogger(),
      },
      fetcher: {
        wake: () => asked.push(inbox.hasRoom()),
        add: () => undefined,
        remove: () => undefined,
        stop: () => undefined,
      },
      writer: { commit: () => Promise.resolve() },
      settings: { ...LANE_SETTINGS, idleCommitMs: 0 },
      options: { service: 'test', inputs: [], handler: () => Promise.resolve({ outputs: [] }) },
      observer: SILENT_OBSERVER,
      partitions: [],
      member: { groupId: 'g', memberId: 'm', generationId: 1 },
      fail: () => undefined,
    } as unknown as LaneParts;
    const work = createLaneWork(parts, {
      lane: 0,
      inbox,
      letGo: new AbortController().signal,
      isRevoked: () => false,
      onCommit: () => undefined,
    });
    await work.step();
    expect(inbox.hasRoom()).toBe(false);
    await work.step();
    expect(inbox.hasRoom()).toBe(true);
    expect(asked).toContain(true);
  });
});
