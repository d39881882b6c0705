// `npm run erase`: orders the erasure of an order, or of categories of it, before its time, and follows it to the proof.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { OrderRef } from '#shared/domain/refs';
import { isOneOf } from '#shared/policy/vocabulary';
import { COMMAND_REASONS } from '../domain/obey-command.js';
import { erasedCategories, type TrackedOrder } from '../domain/tracked-order.js';
import { awaitOutcome, awaitThat, type Patience } from './await-outcome.js';
import { accountOf, atDesk, EXIT, type OperatorDesk, runCommand, UsageError } from './operator-cli.js';
import { refusalText, row, whatOf } from './render-orders.js';
import { ERASABLE_CATEGORIES } from '../steps/erasable-categories.js';

const HELP = `npm run erase -- ORDER_ID… --reason CODE [--category NAME…] [--even-under-way] [--by ACCOUNT] [--wait SECONDS]

Erases orders before their time: their keys are destroyed, everybody who holds something of them deletes it, the ledger gets the proof.
  --reason CODE      ${COMMAND_REASONS.join(' | ')}
  --category NAME    only this category (may be repeated): ${ERASABLE_CATEGORIES.join(', ')}
  --even-under-way   although the order is not finished or an after-sales case is open; a legal hold is never overridden
  --by ACCOUNT       who is named in the audit (the account you are logged in with)
  --wait SECONDS     how long to follow it (30)
There is no way back. Exit code 0: erased, or on its way; 1: refused; 2: something could not be reached; 64: usage.
Settings: KAFKA_*, SCHEMA_REGISTRY_URL, MONGODB_*, KEYRING_DIR, TOPIC_PREFIX (shared/config/README.md); without KAFKA_BROKERS the stack
that is up here.
`;

interface Wanted {
  readonly orderIds: readonly string[];
  readonly reason: string;
  readonly categories: readonly string[];
  readonly evenUnderWay: boolean;
  readonly givenBy: string;
  readonly waitMs: number;
}

const PAUSE_MS = 100;

runCommand(HELP, async (args) => {
  const wanted = read(args);
  return atDesk(async (desk) => {
    let code: number = EXIT.done;
    for (const orderId of wanted.orderIds) code = Math.max(code, await eraseOrder(desk, orderId, wanted));
    return code;
  });
});

async function eraseOrder(desk: OperatorDesk, orderId: string, wanted: Wanted): Promise<number> {
  const { reason, categories, evenUnderWay, givenBy, waitMs } = wanted;
  const orderRef = desk.refs.orderRef(orderId);
  const commandId = randomUUID();
  say(`${orderId} (${orderRef})`);
  const at = Date.now();
  await desk.send({
    commandId,
    orderRef,
    action: 'ERASE',
    categories: [...categories],
    reason,
    reference: '',
    evenUnderWay,
    givenBy,
    at,
  });
  say(row('ordered', `${whatOf(categories)}, ${reason}, by ${givenBy}`));
  const untilMs = Date.now() + waitMs;
  const patience: Patience = { goesOn: () => Date.now() < untilMs, pause: () => sleep(PAUSE_MS) };
  const noted = await awaitOutcome(desk.log, commandId, patience);
  if (noted === null) {
    say(
      row(
        'waits',
        'the service of erasure has not answered; the command stays in its topic and is obeyed when it runs',
      ),
    );
    return EXIT.done;
  }
  if (noted.outcome !== 'done' && noted.outcome !== 'was-so') {
    say(row('refused', refusalText(noted.outcome)));
    return EXIT.refused;
  }
  if (noted.outcome === 'was-so') say(row('was so', 'it was erased, or its erasure ordered, before'));
  await follow(desk, orderRef, categories, patience);
  return EXIT.done;
}

async function follow(
  desk: OperatorDesk,
  orderRef: OrderRef,
  categories: readonly string[],
  patience: Patience,
): Promise<void> {
  let shown = '';
  const done = await awaitThat(async () => {
    const order = (await desk.store.find([orderRef])).get(orderRef);
    if (order === undefined || order === 'erased' || isGone(order, categories)) return true;
    const { saga } = order;
    if (saga !== null && saga.erasureId !== shown) {
      shown = saga.erasureId;
      say(row('begun', saga.erasureId));
    }
    return null;
  }, patience);
  if (done === null) say(row('under way', 'not everybody has answered yet: npm run erasures -- list'));
  else say(row('complete', 'keys destroyed, receipts in, proof written: npm run ledger -- verify'));
}

function isGone(order: TrackedOrder, categories: readonly string[]): boolean {
  return categories.length > 0 && categories.every((category) => erasedCategories(order).includes(category));
}

function read(args: readonly string[]): Wanted {
  const { values, positionals } = parse(args);
  const { reason = '', category: categories = [], wait = '30' } = values;
  if (positionals.length === 0) throw new UsageError('Name the order to erase.');
  if (!isOneOf(COMMAND_REASONS, reason)) throw new UsageError(`--reason must be one of ${COMMAND_REASONS.join(', ')}.`);
  const unknown = categories.find((category) => !isOneOf(ERASABLE_CATEGORIES, category));
  if (unknown !== undefined) throw new UsageError(`--category must be one of ${ERASABLE_CATEGORIES.join(', ')}.`);
  if (!/^\d{1,5}$/.test(wait)) throw new UsageError('--wait must be a number of seconds.');
  return {
    orderIds: positionals,
    reason,
    categories: ERASABLE_CATEGORIES.filter((id) => categories.includes(id)),
    evenUnderWay: values['even-under-way'] ?? false,
    givenBy: accountOf(values.by),
    waitMs: Number(wait) * 1_000,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reason: { type: 'string' },
        category: { type: 'string', multiple: true },
        'even-under-way': { type: 'boolean' },
        by: { type: 'string' },
        wait: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
