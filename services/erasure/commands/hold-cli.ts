// `npm run hold`: places and lifts legal holds on orders, and lists them with the clocks they stop.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { clocksOf } from '../steps/explain-clocks.js';
import { REFERENCE } from '../steps/read-commands.js';
import { awaitOutcome } from './await-outcome.js';
import { accountOf, atDesk, EXIT, type OperatorDesk, runCommand, UsageError } from './operator-cli.js';
import { categoryRow, instant, nameOf, refusalText, row } from './render-orders.js';

const HELP = `npm run hold -- place ORDER_ID --reference FILE_NUMBER [--by ACCOUNT]
npm run hold -- lift  ORDER_ID --reference FILE_NUMBER [--by ACCOUNT]
npm run hold -- list  [--last N]

A legal hold stops every retention clock of an order that the policy lets it stop, and every command to erase, until it is lifted under
the same reference. Holds of several authorities stand side by side: the last one to be lifted sets the clocks going again.
  --reference FILE_NUMBER   of the authority or the case: letters, digits and . _ : / -, no names of people
  --by ACCOUNT              who is named in the audit (the account you are logged in with)
  --last N                  list at most so many (100)
Exit code 0: done, or it was so before; 1: refused; 2: something could not be reached; 64: usage.
Settings: as for npm run erase.
`;

const WAIT_MS = 30_000;
const PAUSE_MS = 100;
const ACTIONS = { place: 'PLACE_HOLD', lift: 'LIFT_HOLD' } as const;

runCommand(HELP, async (args) => {
  const { values, positionals } = parse(args);
  const [what, orderId, ...rest] = positionals;
  const last = Number(values.last ?? '100');
  if (!Number.isInteger(last) || last < 1) throw new UsageError('--last must be a whole number from 1.');
  if (what === 'list' && orderId === undefined) return atDesk((desk) => list(desk, last));
  if ((what !== 'place' && what !== 'lift') || orderId === undefined || rest.length > 0) {
    throw new UsageError('Say place or lift and one order, or list.');
  }
  const { reference = '' } = values;
  if (!REFERENCE.test(reference))
    throw new UsageError('--reference must be a file number: letters, digits and . _ : / -');
  const givenBy = accountOf(values.by);
  return atDesk((desk) => change(desk, ACTIONS[what], orderId, reference, givenBy));
});

async function change(
  desk: OperatorDesk,
  action: 'PLACE_HOLD' | 'LIFT_HOLD',
  orderId: string,
  reference: string,
  givenBy: string,
): Promise<number> {
  const orderRef = desk.refs.orderRef(orderId);
  const commandId = randomUUID();
  const at = Date.now();
  await desk.send({
    commandId,
    orderRef,
    action,
    categories: [],
    reason: '',
    reference,
    evenUnderWay: false,
    givenBy,
    at,
  });
  const noted = await awaitOutcome(desk.log, commandId, {
    goesOn: () => Date.now() < at + WAIT_MS,
    pause: () => sleep(PAUSE_MS),
  });
  say(`${orderId} (${orderRef})`);
  if (noted === null)
    say(
      row(
        'waits',
        'the service of erasure has not answered; the command stays in its topic and is obeyed when it runs',
      ),
    );
  else if (noted.outcome === 'done')
    say(row(action === 'PLACE_HOLD' ? 'held' : 'lifted', `${reference}, by ${givenBy}`));
  else if (noted.outcome === 'was-so') say(row('was so', `nothing to do for ${reference}`));
  else {
    say(row('refused', refusalText(noted.outcome)));
    return EXIT.refused;
  }
  const order = (await desk.store.find([orderRef])).get(orderRef);
  if (order !== undefined && order !== 'erased') {
    // A mistyped reference lifts nothing; whoever reads on has to see it.
    if (action === 'LIFT_HOLD') for (const { reference: other } of order.legalHolds) say(row('still held', other));
    for (const { category, says } of clocksOf(readPolicyFile(), order)) say(categoryRow(category, says));
  }
  return EXIT.done;
}

async function list(desk: OperatorDesk, limit: number): Promise<number> {
  const held = await desk.store.findHeld(limit);
  if (held.length === 0) say('No order is under a legal hold.');
  for (const order of held) {
    say(nameOf(order));
    for (const { reference, placedAt, placedBy } of order.legalHolds)
      say(row('held', `${reference} since ${instant(placedAt)}, by ${placedBy}`));
    const stopped = clocksOf(readPolicyFile(), order).filter(({ isStopped }) => isStopped);
    say(
      row(
        'stops',
        stopped.length === 0 ? 'nothing' : `the clocks of ${stopped.map(({ category }) => category).join(', ')}`,
      ),
    );
  }
  return EXIT.done;
}

function parse(args: readonly string[]) {
  try {
    const options = { reference: { type: 'string' }, by: { type: 'string' }, last: { type: 'string' } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
