import { describe, expect, test } from '@jest/globals';
import { createLaneInbox } from '#shared/kafka/lanes/lane-inbox';
import type { LaneParts } from '#shared/kafka/lanes/lane-parts';
import { SILENT_OBSERVER } from '#shared/kafka/lanes/lane-observer';
import { LANE_SETTINGS } from '#shared/kafka/lanes/lane-settings';
import type { UnitResult } from '#shared/pipeline/unit';
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

  test('spends no transaction on a tick that has nothing to say, and lets the next one wait longer', async () => {
    let nowMs = 0;
    const commits: number[] = [];
    const ticks: number[] = [];
    const says: UnitResult[] = [
      { outputs: [], afterCommit: () => void ticks.push(nowMs) },
      { outputs: [{ topic: 't', partition: 0, key: 'k', value: null }], afterCommit: () => void ticks.push(nowMs) },
      { outputs: [], afterCommit: () => void ticks.push(nowMs) },
    ];
    const parts = {
      client: {
        waiting: { clock: { nowMs: () => nowMs }, sleep: () => Promise.resolve(), random: () => 0 },
        logger: createSilentLogger(),
      },
      fetcher: { wake: () => undefined },
      writer: { commit: () => Promise.resolve(void commits.push(nowMs)) },
      settings: { ...LANE_SETTINGS, idleCommitMs: 1_000_000 },
      options: {
        service: 'test',
        inputs: [],
        handler: () => Promise.resolve({ outputs: [] }),
        tick: { everyMs: 200, idleEveryMs: 600, run: () => Promise.resolve(says.shift() ?? { outputs: [] }) },
      },
      observer: SILENT_OBSERVER,
      partitions: [],
      member: { groupId: 'g', memberId: 'm', generationId: 1 },
      fail: () => undefined,
    } as unknown as LaneParts;
    const inbox = createLaneInbox({ unitRecords: 5, unitBytes: 100_000, waitingBytes: 10 });
    const hold = {
      lane: 0,
      inbox,
      letGo: new AbortController().signal,
      isRevoked: () => false,
      onCommit: () => undefined,
    };
    const work = createLaneWork(parts, { ...hold, inbox: { ...inbox, arrival: () => Promise.resolve() } });
    for (nowMs = 0; nowMs <= 1_000; nowMs += 100) await work.step();
    expect(ticks).toEqual([200, 800, 1_000]);
    expect(commits).toEqual([800]);
  });
});
