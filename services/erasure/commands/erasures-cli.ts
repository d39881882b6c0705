// `npm run erasures`: what is being erased, what is overdue, what is done; and every clock of one order.
import { parseArgs } from 'node:util';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { LANES } from '#shared/refs/lane';
import type { TrackedOrder } from '../domain/tracked-order.js';
import { clocksOf } from '../steps/explain-clocks.js';
import { atDesk, EXIT, type OperatorDesk, runCommand, UsageError } from './operator-cli.js';
import { categoryRow, instant, row, runningLine, whatOf } from './render-orders.js';

const HELP = `npm run erasures -- list [--overdue] [--last N]
npm run erasures -- show ORDER_ID

list   what is being erased and whom it waits for, longest waiting first; counts of running, overdue, held and done
  --overdue   only those that wait too long (ERASURE_OVERDUE_MS, or the participant's own deadline)
  --last N    at most so many (50)
show   every retention clock of one order: when it runs out, what stops it, and what is erased already
Exit code 0: fine; 1: something is overdue (list), or the order is unknown (show); 2: something could not be reached; 64: usage.
Settings: as for npm run erase.
`;

const DEFAULT_LIMIT = 50;

runCommand(HELP, async (args) => {
  const { values, positionals } = parse(args);
  const [what, orderId, ...rest] = positionals;
  const last = Number(values.last ?? DEFAULT_LIMIT);
  if (!Number.isInteger(last) || last < 1) throw new UsageError('--last must be a whole number from 1.');
  if (what === 'list' && orderId === undefined) return atDesk((desk) => list(desk, values.overdue ?? false, last));
  if (what === 'show' && orderId !== undefined && rest.length === 0) return atDesk((desk) => show(desk, orderId));
  throw new UsageError('Say list, or show and one order.');
});

async function list({ store }: OperatorDesk, onlyOverdue: boolean, last: number): Promise<number> {
  const nowMs = Date.now();
  const totals = { running: 0, overdue: 0 };
  const waiting: TrackedOrder[] = [];
  for (let lane = 0; lane < LANES; lane++) {
    const counts = await store.countRunning(lane, nowMs);
    totals.running += counts.running;
    totals.overdue += counts.overdue;
    waiting.push(...(await store.findOverdue(lane, onlyOverdue ? nowMs : Number.MAX_SAFE_INTEGER, last)));
  }
  waiting.sort((one, other) => (one.reminder?.sinceMs ?? 0) - (other.reminder?.sinceMs ?? 0));
  for (const order of waiting.slice(0, last)) if (order.saga !== null) say(runningLine(order, order.saga, nowMs));
  if (waiting.length > last) say(`  … and more: --last N shows them`);
  const { held, erased } = await store.countAtRest();
  say(
    `${totals.running} running, ${totals.overdue} of them overdue; ${held} orders held; ${erased} orders erased for good`,
  );
  return totals.overdue > 0 ? EXIT.refused : EXIT.done;
}

async function show({ store, refs }: OperatorDesk, orderId: string): Promise<number> {
  const orderRef = refs.orderRef(orderId);
  const order = (await store.find([orderRef])).get(orderRef);
  say(`${orderId} (${orderRef})`);
  if (order === undefined) {
    say(row('unknown', 'erasure has never heard of this order'));
    return EXIT.refused;
  }
  if (order === 'erased') {
    say(row('erased', 'nothing is left of it but the proof: npm run ledger -- verify'));
    return EXIT.done;
  }
  say(
    row('stands', order.told === null ? 'facts not known yet' : `${order.told.status} since ${instant(order.told.at)}`),
  );
  for (const { reference, placedAt, placedBy } of order.legalHolds)
    say(row('held', `${reference} since ${instant(placedAt)}, by ${placedBy}`));
  if (order.saga !== null) say(row('being erased', `${whatOf(order.saga.categories)}, ${order.saga.erasureId}`));
  if (order.commanded !== null)
    say(row('ordered', `to erase ${whatOf(order.commanded.categories)}, ${order.commanded.reason}`));
  for (const { category, says } of clocksOf(readPolicyFile(), order)) say(categoryRow(category, says));
  return EXIT.done;
}

function parse(args: readonly string[]) {
  try {
    const options = { overdue: { type: 'boolean' }, last: { type: 'string' } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
