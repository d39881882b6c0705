// An authorisation is published only while it is in force, ends by itself, and what was published is taken back, whatever happens in whatever order.
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  ask,
  type Authorisation,
  dueEnd,
  end,
  give,
  isBehind,
  isToBeTakenBack,
  publish,
  stateOf,
  takeBack,
  validUntil,
} from '#services/desk/domain/authorisations/authorisation';

const DAY_MS = 86_400_000;
const asked = ask({
  authorisationId: 'a',
  customerRef: 'c',
  orderRef: 'o',
  thirdPartyId: 'insurer',
  keyId: 'k',
  categories: ['shipping'],
  days: 30,
  askedAtMs: 0,
  confirmUntilMs: 1_000,
});
const sent = { atMs: 5, policyVersion: 1, categories: ['shipping'] };
const now = { nowMs: 5, machineMs: 5, policyVersion: 1 };
const given = give(asked, 5) as Authorisation;
const published = publish(given, sent) as Authorisation;

describe('an authorisation', () => {
  test('is nothing before it is given: it is neither published nor taken back, and ends when its link does', () => {
    expect([stateOf(asked), validUntil(asked), publish(asked, sent), takeBack(asked, 6)]).toEqual([
      'asked',
      null,
      null,
      null,
    ]);
    expect([999, 1_000].map((machineMs) => dueEnd(asked, { ...now, machineMs }))).toEqual([null, 'NOT_CONFIRMED']);
    expect(give(end(asked, 'NOT_CONFIRMED', 1_000) as Authorisation, 1_001)).toBeNull();
  });

  test('is in force from the moment it is given to its last day, by the clock of the business', () => {
    expect([stateOf(given), validUntil(given), give(given, 6)]).toEqual(['in-force', 5 + 30 * DAY_MS, null]);
    const before = { ...now, nowMs: 4 + 30 * DAY_MS, machineMs: Number.MAX_SAFE_INTEGER };
    expect([dueEnd(given, before), dueEnd(given, { ...before, nowMs: before.nowMs + 1 })]).toEqual([null, 'EXPIRED']);
  });

  test('is behind until it is published under the policy in force, and once over until it is taken back', () => {
    expect([isBehind(given, now), isBehind(published, now)]).toEqual([true, false]);
    expect(isBehind(published, { policyVersion: 2 })).toBe(true);
    const over = end(published, 'WITHDRAWN', 7) as Authorisation;
    expect(isBehind(over, now)).toBe(true);
    expect(isBehind(takeBack(over, 8) as Authorisation, now)).toBe(false);
    // What never left is not taken back.
    expect(isBehind(end(given, 'WITHDRAWN', 7) as Authorisation, now)).toBe(false);
  });

  test('whatever is tried in whatever order: over is over, and what was published stays due to be taken back', () => {
    const acts = fc.constantFrom<(one: Authorisation) => Authorisation | null>(
      (one) => give(one, 1),
      (one) => publish(one, sent),
      (one) => end(one, 'WITHDRAWN', 2),
      (one) => end(one, 'DATA_ERASED', 3),
      (one) => takeBack(one, 4),
    );
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 12 }), (tried) => {
        let one = asked;
        for (const act of tried) {
          const before = one;
          one = act(one) ?? one;
          if (before.ended !== null) expect([one.ended, one.published]).toEqual([before.ended, before.published]);
          if (one.published !== null) expect(one.givenAtMs).not.toBeNull();
          if (one.takenBackAtMs !== null) expect(isToBeTakenBack(one)).toBe(true);
          expect(one.revision - before.revision).toBe(one === before ? 0 : 1);
        }
      }),
    );
  });
});
