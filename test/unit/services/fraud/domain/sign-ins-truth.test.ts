// What sign-ins say of every order equals an independent computation, whatever the order in which orders and sign-ins arrive.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '#services/fraud/domain/assess';
import { leastKmBetween } from '#services/fraud/domain/country-distance';
import type { ObservedOrder } from '#services/fraud/domain/observed-order';
import { OrderHistory } from '#services/fraud/domain/order-history';
import type { SignIn } from '#services/fraud/domain/sign-in';
import { SIGN_IN_FEATURES, signInFeatures } from '#services/fraud/domain/sign-in-features';
import { SignInHistory } from '#services/fraud/domain/sign-in-history';
import { arbitraryOrders } from '#test/unit/services/fraud/support/arbitrary-orders';
import { arbitrarySignIns } from '#test/unit/services/fraud/support/arbitrary-sign-ins';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';
import { signInsNaively } from '#test/unit/services/fraud/support/naive-sign-ins';

const T = Date.UTC(2026, 0, 10);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const { ruleSet } = defaultRules();

function featuresOf(signIns: SignInHistory, order: ObservedOrder) {
  const before = signIns.before(order.handles.account, order.placedAt);
  return before === null ? SIGN_IN_FEATURES : signInFeatures(order, before);
}

function signIn(n: number, signedInAt: number, changes: Partial<SignIn> = {}): SignIn {
  return { signInRef: `s${n}`, signedInAt, account: 'a', device: 'd', ip: 'i', subnet: 's', country: 'DE', ...changes };
}

const order = (placedAt: number): ObservedOrder => {
  return { orderRef: 'r', orderId: 'o', placedAt, handles: { account: 'a', subnet: 's' }, facts: {} };
};

function given(...all: readonly SignIn[]) {
  const signIns = new SignInHistory();
  signIns.put(all);
  return signIns;
}

describe('features of sign-ins', () => {
  test('are the true ones of every order, asked at any time while they arrive in any order, some of them twice', () => {
    fc.assert(
      fc.property(arbitrarySignIns(40), arbitraryOrders(25), fc.integer({ min: 1, max: 9 }), (all, orders, unit) => {
        // What was read off is kept from three sign-ins on: both ways are gone.
        const signIns = new SignInHistory(2);
        for (let at = 0; at < all.length; at += unit) {
          signIns.put(all.slice(at, at + unit));
          signIns.put(all.slice(at, at + 1));
          const known = all.slice(0, at + unit);
          for (const one of orders.slice(0, 4)) expect(featuresOf(signIns, one)).toEqual(signInsNaively(known, one));
        }
        for (const one of orders) expect(featuresOf(signIns, one)).toEqual(signInsNaively(all, one));
        const gone = all.filter((_, n) => n % 3 === 0);
        const left = all.filter((_, n) => n % 3 !== 0);
        signIns.remove(gone.map(({ signInRef }) => signInRef));
        for (const one of orders) expect(featuresOf(signIns, one)).toEqual(signInsNaively(left, one));
        expect(signIns.size).toBe(left.length);
        // What is gone leaves its room to others.
        signIns.put(gone.map((signIn) => ({ ...signIn, signInRef: `again-${signIn.signInRef}` })));
        signIns.remove(left.map(({ signInRef }) => signInRef));
        for (const one of orders) {
          const renamed = gone.map((signIn) => ({ ...signIn, signInRef: `again-${signIn.signInRef}` }));
          expect(featuresOf(signIns, one)).toEqual(signInsNaively(renamed, one));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('of an account with many sign-ins are the true ones, too', () => {
    const all = Array.from({ length: 400 }, (_, n) =>
      signIn(n, T + ((n * 7_919) % 400) * 600_000, { device: `d${n % 37}`, country: n % 11 === 0 ? 'AU' : 'DE' }),
    );
    const signIns = given(...all);
    for (let n = 0; n < 80; n++) {
      const one = order(T + n * HOUR_MS);
      expect(featuresOf(signIns, one)).toEqual(signInsNaively(all, one));
    }
  });

  test('look back exactly a day, and count a sign-in of the very instant of the order', () => {
    const seen = (ms: number) => featuresOf(given(signIn(1, T)), order(T + ms)).sign_ins_24h;
    expect([seen(0), seen(DAY_MS), seen(DAY_MS + 1), seen(-1)]).toEqual([1, 1, 0, 0]);
  });

  test('take a device for new only if the account had signed in before, from others', () => {
    const at = (...all: readonly SignIn[]) => featuresOf(given(...all), order(T + HOUR_MS)).sign_in_new_device_since_s;
    expect(at(signIn(1, T))).toBe(-1);
    expect(at(signIn(1, T - DAY_MS), signIn(2, T, { device: 'other' }))).toBe(3_600);
    expect(at(signIn(1, T - DAY_MS), signIn(2, T))).toBe(-1);
    expect(at(signIn(1, T - 84 * DAY_MS), signIn(3, T - DAY_MS, { device: 'x' }), signIn(2, T))).toBe(3_600);
  });
});

describe('impossible travel', () => {
  const speed = (country: string, ms: number) =>
    featuresOf(given(signIn(1, T), signIn(2, T + ms, { country })), order(T + ms)).sign_in_speed_kmh;

  test('is told by the least distance that lies between two countries', () => {
    expect(leastKmBetween('DE', 'AU')).toBeGreaterThan(9_000);
    expect(leastKmBetween('DE', 'AU')).toBeLessThan(14_000);
    expect(leastKmBetween('AU', 'DE')).toBeCloseTo(leastKmBetween('DE', 'AU'), 6);
    for (const neighbour of ['FR', 'AT', 'PL', 'NL', 'DE', 'ZZ', '']) expect(leastKmBetween('DE', neighbour)).toBe(0);
  });

  test('is no journey by air, and one that no aircraft makes', () => {
    expect(speed('AU', 20 * HOUR_MS)).toBeLessThan(1_000);
    expect(speed('AU', 2 * HOUR_MS)).toBeGreaterThan(4_000);
    expect(speed('AU', 0)).toBe(1_000_000);
    expect(speed('FR', 60_000)).toBe(0);
    expect(speed('', 60_000)).toBe(0);
  });

  test('is for a person to look at, and blocks nobody', () => {
    const history = new OrderHistory();
    const one = { ...order(T + HOUR_MS), facts: { account_age_s: 1_000_000, agent: 'browser', device_present: true } };
    history.put([one]);
    const signIns = given(signIn(1, T), signIn(2, T + HOUR_MS, { country: 'AU', device: 'other' }));
    const judged = assess(history, ruleSet, one, undefined, signIns);
    expect(judged.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['IMPOSSIBLE_TRAVEL', 'SIGN_IN_NEW_DEVICE']),
    );
    expect(judged.verdict).toBe('REVIEW');
    expect(ruleSet.rules.filter(({ code }) => /SIGN_IN|TRAVEL/.test(code)).map(({ tier }) => tier)).not.toContain(
      'block',
    );
  });
});
