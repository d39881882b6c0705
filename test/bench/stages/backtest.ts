// How fast past orders are judged: in memory, by the rules that come with the broker, after the history was read.
import { measure, type PastOrder } from '#services/fraud/domain/backtest/measure';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';

const ENTITIES = 20_000;
const STEP_MS = 5_000;
const START_MS = Date.UTC(2026, 0, 1);

function pastOrder(n: number): PastOrder {
  const shared = (n * 7_919) % ENTITIES;
  const account = (n * 31) % (ENTITIES + 5_000);
  return {
    orderRef: `r${n}`,
    orderId: `o${n}`,
    placedAt: START_MS + n * STEP_MS,
    amount: `${n % 900}.00`,
    currency: 'EUR',
    handles: {
      device: `d${shared}`,
      ip: `i${shared}`,
      subnet: `s${shared >> 3}`,
      account: `a${account}`,
      address: `h${(n * 17) % (ENTITIES + 4_000)}`,
      email: `e${account}`,
      phone: `p${account}`,
    },
    facts: {
      account_age_s: n % 50 === 0 ? 30 : 90_000,
      agent: 'browser',
      amount: n % 900,
      device_present: true,
      ip_country: n % 20 === 0 ? 'FR' : 'DE',
      ip_kind: 'public',
      ip_ship_differs: n % 20 === 0,
      ip_version: 4,
      language: 'de',
      phone_present: true,
      ship_country: 'DE',
    },
  };
}

/** @returns orders a second, of the second of two runs */
export function backtestPerSecond(orders: number): number {
  const { ruleSet } = defaultRules();
  const past = Array.from({ length: orders }, (_, n) => pastOrder(n));
  const splitAt = START_MS + orders * STEP_MS * 0.7;
  measure(past.slice(0, orders >> 2), [ruleSet], new Map(), splitAt);
  const startedMs = performance.now();
  measure(past, [ruleSet], new Map(), splitAt);
  return orders / ((performance.now() - startedMs) / 1_000);
}
