import { describe, expect, test } from '@jest/globals';
import { createCommitTogether } from '#shared/kafka/writer/commit-together';
import type { TransactionalWriter } from '#shared/kafka/writer/transactional-writer';
import type { OutgoingRecord } from '#shared/pipeline/unit';

const MEMBER = { groupId: 'g', memberId: 'm', generationId: 4 };
const outputs = (partition: number, count = 1): OutgoingRecord[] =>
  Array.from({ length: count }, () => ({ topic: 'out', partition, key: null, value: null }));
const positions = (partition: number) => [{ topic: 'in', partition, offset: 9 }];

interface Sent {
  readonly lane: number;
  readonly outputs: readonly number[];
  readonly positions: readonly number[];
  readonly generation: number;
}

/** Writers of lanes 0 to 3 that note what they write. @param judge throws what that fails by @param judgeEnd what its end fails by */
function open(judge: (sent: Sent) => void = () => undefined, judgeEnd: (lane: number) => void = () => undefined) {
  const sent: Sent[] = [];
  const time = { nowMs: 0 };
  const withOthers = createCommitTogether({ nowMs: () => time.nowMs }, 5);
  const lanes = [0, 1, 2, 3].map((lane) => {
    const write: TransactionalWriter['write'] = async (out, at, member) => {
      const call = {
        lane,
        outputs: out.map(({ partition }) => partition),
        positions: at.map(({ partition }) => partition),
        generation: member.generationId,
      };
      sent.push(call);
      await Promise.resolve();
      judge(call);
    };
    const finish = async () => {
      await Promise.resolve();
      judgeEnd(lane);
    };
    const commit: TransactionalWriter['commit'] = async (...all) => {
      await write(...all);
      await finish();
    };
    return withOthers({ initialise: () => Promise.resolve(), write, finish, commit, close: () => Promise.resolve() });
  });
  const commit = (lane: number, count = 1, member = MEMBER): Promise<void> =>
    lanes[lane]?.commit(outputs(lane, count), positions(lane), member) ?? Promise.reject(new Error('no lane'));
  return { sent, lanes, commit, time };
}

describe('commits of lanes', () => {
  test('that come at the same moment are one transaction, under the id of the first; the next ones another', async () => {
    const { sent, commit } = open();
    await Promise.all([commit(2), commit(0, 2)]);
    await Promise.all([commit(1), commit(3)]);
    expect(sent).toEqual([
      { lane: 2, outputs: [2, 0, 0], positions: [2, 0], generation: 4 },
      { lane: 1, outputs: [1, 3], positions: [1, 3], generation: 4 },
    ]);
  });

  test('without offsets, which fence those of others, go out under their own id; so do large ones', async () => {
    const { sent, lanes, commit } = open();
    await Promise.all([lanes[1]?.commit(outputs(1), [], MEMBER), commit(0), commit(2), commit(3, 6)]);
    expect(sent.map(({ lane, positions: at }) => [lane, at])).toEqual([
      [1, []],
      [3, [3]],
      [0, [0, 2]],
    ]);
  });

  test('of two generations are two transactions: the group judges each by its own', async () => {
    const { sent, commit } = open();
    await Promise.all([commit(0), commit(1, 1, { ...MEMBER, generationId: 5 }), commit(2)]);
    expect(sent.map(({ positions: at, generation }) => [at, generation])).toEqual([
      [[0, 2], 4],
      [[1], 5],
    ]);
  });

  test('that could not be written fail for whose id it was only: the others go out by themselves, and so for ten seconds', async () => {
    let isDown = true;
    const { sent, commit, time } = open(({ positions: at }) => {
      if (isDown && at.includes(2)) throw new Error('no leader');
    });
    const results = await Promise.allSettled([commit(0), commit(1), commit(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    const again = await Promise.allSettled([commit(0), commit(1), commit(2), commit(3)]);
    expect(again.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    isDown = false;
    time.nowMs = 9_999;
    await Promise.all([commit(0), commit(1), commit(2)]);
    time.nowMs = 10_000;
    await Promise.all([commit(0), commit(1), commit(2)]);
    const first = [[0, 1, 2], [1], [2]];
    expect(sent.map(({ positions: at }) => at)).toEqual([...first, [0], [1], [2], [3], [0], [1], [2], [0, 1, 2]]);
  });

  test('whose end is not known all fail, for they may be committed', async () => {
    const { sent, commit } = open(undefined, () => {
      throw new Error('no answer');
    });
    const results = await Promise.allSettled([commit(0), commit(1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(sent).toHaveLength(1);
  });
});
