// A change of a carrier as whoever asks for it elsewhere than at a terminal sees it: on record before it is done, told as an outcome, ended later.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { applyRegister } from '#shared/carriers/apply-register';
import { beginRemoval, changeCarrier, type PlainChange } from '#shared/carriers/change-carrier';
import { createRemovalEnder } from '#shared/carriers/end-removals';
import { changedPolicy, put } from '#test/unit/shared/policy/support/changed-policy';
import { createSmallDesk, PROMISE_MS, type SmallDesk } from './support/small-desk.js';

const NOW = Date.UTC(2026, 5, 1, 12);
const ID = 'fjordpost';
const agreement = { signedOn: '2026-01-10', validFrom: '2026-02-01', validUntil: '2027-01-31' };
const ADD: PlainChange = { kind: 'add', agreement, deliveryMode: 'PLAIN', sealingKey: null };
const policy = changedPolicy((tree) => put(tree, `carriers/${ID}/agreement`, null));

let small: SmallDesk;
let nowMs: number;
let recorded: number;
const clock = { nowMs: () => nowMs };
const deps = () => ({
  desk: small.desk,
  hand: small.hand,
  clock,
  beforehand: async () => {
    // Nothing of it is done yet.
    expect(small.acts).toEqual([]);
    recorded++;
  },
});
const add = () => changeCarrier(deps(), ID, ADD);
const known = async () => (await small.desk.known()).register.get(ID);

beforeEach(() => {
  small = createSmallDesk(policy);
  nowMs = NOW;
  recorded = 0;
});

describe('a change of a carrier', () => {
  test('is on record before anything of it is done', async () => {
    expect(await add()).toMatchObject({ kind: 'done', entry: { carrierId: ID, state: 'ACTIVE' } });
    expect(recorded).toBe(1);
  });

  test('that is refused leaves no record, and says why by name', async () => {
    const change = (id: string, wanted: PlainChange) => changeCarrier(deps(), id, wanted);
    expect([
      await change('nobody', ADD),
      await change(ID, { kind: 'rotate' }),
      await change(ID, { ...ADD, agreement: { ...agreement, validUntil: '2026-02-01' } }),
      await change(ID, { ...ADD, deliveryMode: 'SEALED' }),
    ]).toMatchObject(['not-listed', 'not-there', 'agreement', 'key'].map((reason) => ({ kind: 'refused', reason })));
    expect(recorded).toBe(0);
  });

  test('that fails is undone, and told with its step', async () => {
    small.fail('enter');
    expect(await add()).toMatchObject({ kind: 'failed', step: 'enter the carrier in the register', left: [] });
    expect(small.inventory()).toBe('');
  });
});

describe('a removal', () => {
  const begin = (withdrawLive: boolean) => beginRemoval({ desk: small.desk, clock }, ID, withdrawLive);
  /** As the process sees it that follows the register. */
  const follow = async () => applyRegister(policy, (await small.desk.known()).register);
  const opened: number[] = [];
  async function ender() {
    const seen = await follow();
    return createRemovalEnder({
      policy: { current: () => seen },
      clock,
      waitMs: PROMISE_MS,
      withDesk: async (work) => {
        opened.push(nowMs);
        await work(small.desk);
      },
      onFailed: () => undefined,
    });
  }

  test('does not begin while it holds records, unless they may be taken back; begun twice it is begun once', async () => {
    await add();
    small.live.set(ID, 2);
    expect(await begin(false)).toEqual({ kind: 'holds', live: 2 });
    expect(await known()).toMatchObject({ state: 'ACTIVE' });
    expect(await begin(true)).toMatchObject({ kind: 'done', entry: { state: 'REMOVED' } });
    nowMs += 5;
    expect(await begin(true)).toMatchObject({ kind: 'done', entry: { changedAt: NOW } });
  });

  test('is ended by itself when the carrier has had the time to delete, and not before all is taken back', async () => {
    await add();
    await begin(true);
    const look = await ender();
    await look();
    nowMs += PROMISE_MS - 1;
    await look();
    expect(opened).toEqual([]);
    expect(small.inventory()).toContain(`login carrier-${ID}`);
    nowMs += 1;
    small.live.set(ID, 1);
    await look();
    expect(await known()).toMatchObject({ logins: [{ user: `carrier-${ID}` }] });
    await look();
    expect(opened).toHaveLength(1);
    nowMs += PROMISE_MS;
    await look();
    expect(await known()).toMatchObject({ state: 'REMOVED', logins: [] });
    expect(small.inventory()).toBe(`file of carrier-${ID}`);
  });

  test('of nobody opens no desk: whoever has one open is not shut out', async () => {
    await add();
    const look = await ender();
    opened.length = 0;
    nowMs += 10 * PROMISE_MS;
    await look();
    expect(opened).toEqual([]);
  });
});
