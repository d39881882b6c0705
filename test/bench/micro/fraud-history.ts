// What an order costs the history of fraud control, with few and with many orders in it, and at an entity that very many share:
// `node --conditions=source --import tsx test/bench/micro/fraud-history.ts`. The figure to look at is the ratio between the rows; it is processor time,
// that of collecting garbage included.
import { assess } from '#services/fraud/domain/assess';
import type { ObservedOrder } from '#services/fraud/domain/observed-order';
import { OrderHistory } from '#services/fraud/domain/order-history';
import { type OrderOfRecord, RecordKeeper } from '#services/fraud/steps/record-keeper';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';

const MEASURED = 20_000;
const STEP_MS = 500;
const RECORD = Buffer.alloc(700, 'r');
const { ruleSet } = defaultRules();

/** @param hot whether all of them come from one device and one address */
function orderOf(n: number, hot: boolean): ObservedOrder & OrderOfRecord {
  const shared = hot ? 0 : n % 50_000;
  return {
    orderRef: `r${n}`,
    orderId: `o${n}`,
    placedAt: n * STEP_MS,
    handles: {
      device: `d${shared}`,
      ip: `i${shared}`,
      subnet: `s${shared >> 3}`,
      account: `a${n % 70_000}`,
      address: `h${n % 60_000}`,
      email: `e${n % 70_000}`,
      phone: `p${n % 70_000}`,
    },
    record: RECORD,
    facts: { agent: 'browser', device_present: true, account_age_s: 90_000 },
  };
}

function microsPerOrder(stored: number, hot: boolean): number {
  // The bytes stand for those of a record; nobody asks for them again while orders come in their order.
  const history = new OrderHistory<ObservedOrder & OrderOfRecord>(new RecordKeeper(() => orderOf(0, false)));
  // As they come: each is asked about when it is taken, so the first look at an entity is not in the figure.
  for (let n = 0; n < stored; n++) take(history, orderOf(n, false));
  if (hot) for (let n = stored; n < stored + 100_000; n++) take(history, orderOf(n, true));
  const from = hot ? stored + 100_000 : stored;
  for (let n = from; n < from + MEASURED; n++) take(history, orderOf(n, hot));
  const before = process.cpuUsage();
  for (let n = from + MEASURED; n < from + 2 * MEASURED; n++) take(history, orderOf(n, hot));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / MEASURED;
}

function take(history: OrderHistory<ObservedOrder & OrderOfRecord>, order: ObservedOrder & OrderOfRecord): void {
  history.put([order]);
  assess(history, ruleSet, order);
}

microsPerOrder(10_000, false);
for (const [name, stored, hot] of [
  ['10,000 orders stored', 10_000, false],
  ['100,000 orders stored', 100_000, false],
  ['1,000,000 orders stored', 1_000_000, false],
  ['one entity with 100,000 orders', 10_000, true],
] as const) {
  process.stdout.write(`${name.padEnd(34)} ${microsPerOrder(stored, hot).toFixed(1).padStart(7)} µs an order\n`);
}
