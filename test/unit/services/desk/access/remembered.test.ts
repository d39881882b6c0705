// What is remembered of who may come in: for a moment, never beyond its end, and not at all once it was taken back.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { rememberAgreements } from '#services/desk/access/remember-agreements';
import { rememberTokens } from '#services/desk/access/remember-tokens';
import { createShortMemory } from '#services/desk/access/short-memory';
import type { TokenVerdict } from '#services/desk/access/token-verifier';
import type { Agreement } from '#services/desk/domain/agreements/agreement';
import type { AgreementStore } from '#services/desk/store/agreement-store';
import { createMemoryAgreements } from '../support/memory-agreements.js';

let nowMs = 0;
const clock = { nowMs: () => nowMs };
beforeEach(() => {
  nowMs = 1_000;
});

describe('a short memory', () => {
  test('knows a thing for its time, not beyond the end of the thing, and of too many the newest', () => {
    const memory = createShortMemory<string>(clock, { keepMs: 10, most: 2 });
    memory.keep('a', 'one');
    memory.keep('b', 'two', 1_003);
    expect([memory.recall('a'), memory.recall('b'), memory.recall('c')]).toEqual(['one', 'two', null]);
    nowMs = 1_003;
    expect([memory.recall('a'), memory.recall('b')]).toEqual(['one', null]);
    nowMs = 1_010;
    expect(memory.recall('a')).toBeNull();
    for (const key of ['x', 'y', 'z']) memory.keep(key, key);
    memory.forget('z');
    expect(['x', 'y', 'z'].map((key) => memory.recall(key))).toEqual([null, 'y', null]);
  });
});

describe('tokens that are remembered', () => {
  let checked: string[];
  const verifier = rememberTokens(
    {
      verify: async (token): Promise<TokenVerdict> => {
        checked.push(token);
        const end = token.startsWith('once') ? {} : { endsAtMs: token.startsWith('short') ? 1_500 : 900_000 };
        return token.startsWith('bad')
          ? { kind: token === 'bad' ? 'refused' : 'unavailable' }
          : { kind: 'accepted', principal: { subject: token, roles: new Set() }, ...end };
      },
    },
    clock,
  );
  const ask = async (...tokens: string[]): Promise<string[]> => {
    checked = [];
    for (const token of tokens) {
      const verdict = await verifier.verify(token);
      if (verdict.kind === 'accepted') expect(verdict.principal.subject).toBe(token);
    }
    return checked;
  };

  test('are checked once a minute, never beyond their end; what is refused, or can’t be told, each time', async () => {
    expect(await ask('long', 'long', 'short', 'long')).toEqual(['long', 'short']);
    expect(await ask('bad', 'bad', 'bad-luck', 'bad-luck', 'once', 'once')).toHaveLength(6);
    nowMs = 1_500;
    expect(await ask('long', 'short')).toEqual(['short']);
    nowMs = 61_000;
    expect(await ask('long', 'longer')).toEqual(['long', 'longer']);
  });
});

describe('agreements that are remembered', () => {
  const signed: Agreement = {
    subject: 'anna',
    signedOn: '2026-03-31',
    recordedBy: 'anna',
    recordedAtMs: 5,
    endedAtMs: null,
  };
  let reads: number;
  let inner: AgreementStore;
  let store: AgreementStore;
  beforeEach(() => {
    reads = 0;
    inner = createMemoryAgreements();
    const counted = (subject: string) => {
      reads++;
      return inner.find(subject);
    };
    store = rememberAgreements({ ...inner, find: counted }, clock);
  });

  test('are read once in a while, and again by and by: what was ended elsewhere counts then', async () => {
    await inner.put(signed);
    for (let look = 0; look < 5; look++) expect(await store.find('anna')).toEqual(signed);
    expect(reads).toBe(1);
    await inner.put({ ...signed, endedAtMs: 9 });
    nowMs += 2_000;
    expect(await store.find('anna')).toMatchObject({ endedAtMs: 9 });
  });

  test('count no more from the moment their end is recorded, also for who was being asked about then', async () => {
    await store.put(signed);
    await store.find('anna');
    const ended = { ...signed, endedAtMs: 9 };
    let answer = (_found: Agreement): void => undefined;
    const slow = rememberAgreements(
      { ...inner, find: () => new Promise<Agreement>((resolve) => (answer = resolve)) },
      clock,
    );
    const asked = slow.find('anna');
    await slow.put(ended);
    answer(signed);
    await asked;
    const again = slow.find('anna');
    answer(ended);
    expect(await again).toEqual(ended);
    await store.put(ended);
    expect(await store.find('anna')).toEqual(ended);
  });

  test('are looked for each time while there is none', async () => {
    expect(await store.find('anna')).toBeNull();
    await inner.put(signed);
    expect(await store.find('anna')).toEqual(signed);
  });
});
