// Whom people may authorise: registered, removed in two strokes, and gone only when it has had the time to delete.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ask, give, publish, takeBack, end } from '#services/desk/domain/authorisations/authorisation';
import {
  beginLogin,
  LET_GO_MS,
  registerThirdParty,
  removeThirdParty,
  type ThirdPartyDeps,
  watchThirdParties,
} from '#services/desk/steps/third-parties';
import { createMemoryAuthorisations } from '../support/memory-authorisations.js';

const PROMISE_MS = 60_000;
const INSURER = { thirdPartyId: 'insurer', name: 'Insurer', publicKey: 'k'.repeat(43) };
const asked = ask({
  authorisationId: 'R-1',
  customerRef: 'c',
  orderRef: 'o',
  thirdPartyId: 'insurer',
  keyId: 'key',
  categories: ['shipping'],
  days: 30,
  askedAtMs: 0,
  confirmUntilMs: null,
});

let nowMs: number;
let deps: ThirdPartyDeps;
let store: ReturnType<typeof createMemoryAuthorisations>;
let did: string[];
let beating: readonly string[];

beforeEach(() => {
  nowMs = 1_000;
  did = [];
  beating = [];
  store = createMemoryAuthorisations();
  deps = {
    store,
    topics: {
      ready: async (id) => void did.push(`ready ${id}`),
      keep: (ids) => {
        beating = ids;
      },
      takeAway: async (id) => void did.push(`take away ${id}`),
    },
    views: { note: async ({ reason, by, subjectRef }) => void did.push(`${reason} ${subjectRef} by ${by}`) },
    nextId: String,
    clock: { nowMs: () => nowMs },
    touch: async ({ authorisationId }) => void did.push(`touch ${authorisationId}`),
    keyIdOf: async (publicKey) => (publicKey === 'none' ? null : 'key'),
    promiseMs: PROMISE_MS,
  };
});

const register = () => registerThirdParty(deps, INSURER, 'admin');
const watchAt = async (atMs: number): Promise<void> => {
  nowMs = atMs;
  did = [];
  await watchThirdParties(deps);
};
/** Something of hers lies there. */
async function lies(): Promise<void> {
  await store.create(asked);
  const given = give(asked, nowMs);
  if (given === null) throw new Error('It was asked for.');
  await store.save(given);
  const published = publish(given, { atMs: nowMs, policyVersion: 1, categories: ['shipping'] });
  if (published !== null) await store.save(published);
}

describe('a third party', () => {
  test('has its topic before it is entered, on record by whom; nothing is sealed to a key that is none', async () => {
    expect(await register()).toMatchObject({ kind: 'registered', party: { keyId: 'key', removal: null } });
    expect(did).toEqual(['ready insurer', 'REGISTERED_THIRD_PARTY third-party-insurer by admin']);
    const unusable = await registerThirdParty(deps, { ...INSURER, publicKey: 'none' }, 'admin');
    expect(unusable).toEqual({ kind: 'refused', code: 'PUBLIC_KEY_UNUSABLE' });
  });

  test('is handed a login on record, while it is registered', async () => {
    expect(await beginLogin(deps, 'insurer', 'admin')).toBe(false);
    await register();
    expect(await beginLogin(deps, 'insurer', 'admin')).toBe(true);
    expect(did.at(-1)).toBe('HANDED_OUT_LOGIN third-party-insurer by admin');
    await removeThirdParty(deps, 'insurer', 'admin');
    expect(await beginLogin(deps, 'insurer', 'admin')).toBe(false);
  });

  test('that is removed keeps its topic until the time to delete is over, and can then be registered anew', async () => {
    expect(await removeThirdParty(deps, 'insurer', 'admin')).toBeNull();
    await register();
    const goneByMs = nowMs + PROMISE_MS;
    expect(await removeThirdParty(deps, 'insurer', 'admin')).toMatchObject({ removal: { atMs: nowMs, goneByMs } });
    expect(await register()).toEqual({ kind: 'refused', code: 'RECIPIENT_LEAVING' });
    nowMs += 1;
    const records = did.length;
    expect(await removeThirdParty(deps, 'insurer', 'somebody')).toMatchObject({ removal: { goneByMs } });
    expect(did.length).toBe(records);

    await watchAt(goneByMs - 1);
    expect([did, beating]).toEqual([['ready insurer'], ['insurer']]);
    await watchAt(goneByMs);
    expect([did, beating]).toEqual([[], []]);
    await watchAt(goneByMs + LET_GO_MS);
    expect(did).toEqual(['take away insurer']);
    expect(await store.findThirdParty('insurer')).toBeNull();
    expect(await register()).toMatchObject({ kind: 'registered' });
  });

  test('that something is still to be taken back from stays as long as that, and the time to delete after it', async () => {
    await register();
    await lies();
    await removeThirdParty(deps, 'insurer', 'admin');
    expect(did.at(-1)).toBe('touch R-1');
    const lateMs = nowMs + PROMISE_MS + LET_GO_MS;
    await watchAt(lateMs);
    expect([did, beating]).toEqual([['touch R-1', 'ready insurer'], ['insurer']]);
    const found = await store.find('R-1');
    const over = found === null ? null : end(found, 'KEY_CHANGED', nowMs);
    const back = over === null ? null : takeBack(over, nowMs);
    if (over === null || back === null) throw new Error('It was in force.');
    await store.save(over);
    expect(await store.owes('insurer')).toBe(true);
    await store.save(back);
    await watchAt(lateMs + PROMISE_MS - 1);
    expect(beating).toEqual(['insurer']);
    await watchAt(lateMs + PROMISE_MS + LET_GO_MS);
    expect(did).toEqual(['take away insurer']);
  });
});
