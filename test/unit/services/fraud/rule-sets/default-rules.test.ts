// The rules that come with the broker: what the named ones fire on, to the end of their windows, and that they block on little.
import { describe, expect, test } from '@jest/globals';
import { featuresOf } from '#services/fraud/domain/features';
import type { FactValue, Handles, ObservedOrder } from '#services/fraud/domain/observed-order';
import { OrderHistory } from '#services/fraud/domain/order-history';
import { judge } from '#services/fraud/domain/verdict';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';

const { ruleSet, texts } = defaultRules();
const T = Date.UTC(2026, 0, 10);
const DAY_MS = 86_400_000;
const SOUND = { account_age_s: 1_000_000, agent: 'browser', device_present: true, ip_kind: 'public' };

let orders = 0;
function order(placedAt: number, handles: Handles, facts: Record<string, FactValue> = {}): ObservedOrder {
  orders++;
  const orderRef = `r${String(orders).padStart(6, '0')}`;
  return { orderRef, orderId: orderRef, placedAt, handles, facts: { ...SOUND, ...facts } };
}

/** What the rules say of the last of these orders. */
function judgeLast(...all: readonly ObservedOrder[]) {
  const history = new OrderHistory();
  history.put(all);
  const last = all.at(-1) as ObservedOrder;
  const judged = judge(ruleSet, featuresOf(last, history.historyOf(last)));
  return { ...judged, codes: judged.reasons.map(({ code }) => code) };
}

describe('the default rules', () => {
  test('are at least thirty, and say something to the analyst and to the customer', () => {
    expect(ruleSet.rules.length).toBeGreaterThanOrEqual(30);
    for (const { code } of ruleSet.rules) expect(texts.get(code)?.analyst).toMatch(/\.$/);
  });

  test('tell the customer nothing about signals', () => {
    for (const { customer } of texts.values())
      expect(customer).not.toMatch(/device|address|account|network|mail|browser/i);
  });

  test('release an ordinary order without a reason', () => {
    expect(judgeLast(order(T, { device: 'd', ip: 'i', account: 'a' }))).toMatchObject({
      score: 0,
      verdict: 'RELEASE',
      codes: [],
    });
  });

  test('find an account of sixty seconds, and not one of a millisecond more', () => {
    expect(judgeLast(order(T, {}, { account_age_s: 60 })).codes).toContain('ACCOUNT_AGE_60S');
    expect(judgeLast(order(T, {}, { account_age_s: 60.001 })).codes).not.toContain('ACCOUNT_AGE_60S');
    expect(judgeLast(order(T, {}, { account_age_s: -1 })).codes).not.toContain('ACCOUNT_AGE_60S');
  });

  test.each([
    ['DEVICE_SEEN_24H', 'DEVICE_SEEN', 'device'],
    ['IP_SEEN_24H', 'IP_SEEN', 'ip'],
    ['SUBNET_SEEN_24H', null, 'subnet'],
  ] as const)('find %s by another account up to exactly 24 hours before, and %s later', (within, ever, kind) => {
    const now = (ms: number) =>
      judgeLast(order(T, { [kind]: 'x', account: 'a' }), order(T + ms, { [kind]: 'x', account: 'b' })).codes;
    expect(now(DAY_MS)).toContain(within);
    expect(now(DAY_MS + 1)).not.toContain(within);
    if (ever !== null) expect(now(DAY_MS + 1)).toContain(ever);
  });

  test('do not take the same account for another', () => {
    const same = { device: 'd', ip: 'i', account: 'a' };
    expect(judgeLast(order(T, same), order(T + 1, same)).codes).toEqual([]);
  });

  test('block a device on which many accounts order, and leave two of a family to a person', () => {
    const farm = Array.from({ length: 6 }, (_, n) => order(T + n, { device: 'd', account: `a${n}` }));
    expect(judgeLast(...farm).verdict).toBe('BLOCK');
    expect(judgeLast(...farm.slice(0, 2))).toMatchObject({ verdict: 'REVIEW', score: 40 });
  });

  test('block nobody by adding up what is merely odd', () => {
    const odd = {
      account_age_s: 30,
      ip_tor: true,
      ip_vpn: true,
      agent: 'headless',
      mail_disposable: true,
      mail_digits: 9,
      ip_ship_differs: true,
      phone_ship_differs: true,
      amount: 900,
    };
    expect(judgeLast(order(T, {}, odd))).toMatchObject({ score: 100, verdict: 'REVIEW' });
  });

  test('take no offence at a privacy relay that many share', () => {
    const relay = { ip_relay: true, ip_datacentre: true, ip_hosting: true, ip_ship_differs: true };
    const shared = Array.from({ length: 5 }, (_, n) => order(T + n, { ip: 'i', subnet: 's', account: `a${n}` }, relay));
    expect(judgeLast(...shared)).toMatchObject({ verdict: 'RELEASE', score: 0, codes: ['IP_RELAY'] });
  });

  test('show shadow rules last, and do not count them', () => {
    const judged = judgeLast(order(T, {}, { ip_kind: 'private', mail_disposable: true }));
    expect(judged.reasons.map(({ code, state }) => [code, state])).toEqual([
      ['MAIL_DISPOSABLE', 'active'],
      ['IP_NOT_PUBLIC', 'shadow'],
    ]);
    expect(judged.score).toBe(25);
  });

  test('name the evidence of each reason', () => {
    const [reason] = judgeLast(
      order(T, { device: 'd', account: 'a' }),
      order(T + 5, { device: 'd', account: 'b' }),
    ).reasons;
    expect(reason).toMatchObject({ code: 'DEVICE_SEEN_24H', evidence: [{ name: 'device_others_24h', value: 1 }] });
  });
});
