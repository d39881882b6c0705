// `npm run participants`: the register of downstream stores that have to delete when told.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { topics } from '#schemas/generated/topics';
import { formatDuration, parseDuration } from '#shared/domain/duration';
import { isReceiptKey } from '#shared/receipts/signed-receipt';
import { isErasedTopic } from '../domain/outside-stores.js';
import { LONGEST_DEADLINE_MS, STORE_NAME } from '../steps/follow-register.js';
import { awaitThat } from './await-outcome.js';
import { accountOf, atDesk, EXIT, type OperatorDesk, runCommand, UsageError } from './operator-cli.js';
import { row } from './render-orders.js';

const HELP = `npm run participants -- add NAME --topic TOPIC… --deadline PT1H --public-key FILE [--by ACCOUNT]
npm run participants -- remove NAME [--by ACCOUNT]
npm run participants -- list

A downstream store that mirrors topics of ours is registered here: an erasure is complete only when it has confirmed, under its signature,
that it deleted everything that was tombstoned on its topics. One that is removed is no longer waited for.
  --topic TOPIC       that it mirrors (may be repeated): carriers.<id>.shipments, warehouse.picks, erasure.requests
  --deadline PT1H     how long it may take until it is overdue (ISO 8601, at most P30D)
  --public-key FILE   its Ed25519 public key, PEM: openssl pkey -in key.pem -pubout
  --by ACCOUNT        who is named in the register (the account you are logged in with)
What the store has to send, and how it signs: shared/receipts/README.md.
Exit code 0: done; 1: the service has not taken it in yet; 2: something could not be reached; 64: usage.
Settings: as for npm run erase.
`;

const WAIT_MS = 30_000;
const PAUSE_MS = 100;

runCommand(HELP, async (args) => {
  const { values, positionals } = parse(args);
  const [what, name, ...rest] = positionals;
  if (what === 'list' && name === undefined) return atDesk(list);
  if (name === undefined || rest.length > 0 || (what !== 'add' && what !== 'remove')) {
    throw new UsageError('Say add or remove and one name, or list.');
  }
  if (!STORE_NAME.test(name)) throw new UsageError('A name is small letters, digits and hyphens.');
  const addedBy = accountOf(values.by);
  if (what === 'remove') return atDesk((desk) => remove(desk, name));
  const mirrored = values.topic ?? [];
  const deadlineMs = parseDuration(values.deadline ?? '') ?? 0;
  if (mirrored.length === 0 || !mirrored.every(isErasedTopic)) {
    throw new UsageError('--topic must be carriers.<id>.shipments, warehouse.picks or erasure.requests.');
  }
  if (deadlineMs <= 0 || deadlineMs > LONGEST_DEADLINE_MS)
    throw new UsageError('--deadline must be like PT1H, at most P30D.');
  const publicKey = keyIn(values['public-key']);
  return atDesk((desk) => add(desk, { name, topics: mirrored, deadlineMs, publicKey, addedBy, at: Date.now() }));
});

type Registration = Parameters<OperatorDesk['register']>[1] & object;

async function add(desk: OperatorDesk, registration: Registration): Promise<number> {
  const { name, deadlineMs, publicKey } = registration;
  await desk.register(name, registration);
  const isIn = await awaitThat(async () => {
    const known = (await desk.stores()).get(name);
    return known?.publicKey === publicKey && known.deadlineMs === deadlineMs ? true : null;
  }, patience());
  say(name);
  if (isIn === null)
    say(row('waits', 'the service of erasure has not taken it in yet; is it running, is the name one of its own?'));
  else
    say(
      row('registered', `erasures wait for it from now on, ${formatDuration(deadlineMs)} at most before it is overdue`),
    );
  say(row('next', `let it write to ${topics.erasureConfirmations.name}; how it answers: shared/receipts/README.md`));
  return isIn === null ? EXIT.refused : EXIT.done;
}

async function remove(desk: OperatorDesk, name: string): Promise<number> {
  await desk.register(name, null);
  const isOut = await awaitThat(async () => ((await desk.stores()).has(name) ? null : true), patience());
  say(name);
  say(
    isOut === null
      ? row('waits', 'the service of erasure has not struck it off yet; is it running?')
      : row('struck off', 'no erasure waits for it any more'),
  );
  return isOut === null ? EXIT.refused : EXIT.done;
}

async function list(desk: OperatorDesk): Promise<number> {
  const stores = [...(await desk.stores()).values()];
  if (stores.length === 0)
    say('No store outside of the broker is registered: erasures wait for its own services only.');
  for (const { name, topics: mirrored, deadlineMs } of stores) {
    say(name);
    say(row('mirrors', mirrored.join(', ')));
    say(row('deadline', formatDuration(deadlineMs)));
  }
  return EXIT.done;
}

function patience() {
  const untilMs = Date.now() + WAIT_MS;
  return { goesOn: () => Date.now() < untilMs, pause: () => sleep(PAUSE_MS) };
}

function keyIn(file: string | undefined): string {
  if (file === undefined) throw new UsageError('--public-key FILE is missing.');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} can't be read.`);
  }
  if (!isReceiptKey(text) || text.includes('PRIVATE')) {
    throw new UsageError(`${file} holds no Ed25519 public key: openssl pkey -in key.pem -pubout`);
  }
  return text;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        topic: { type: 'string', multiple: true },
        deadline: { type: 'string' },
        'public-key': { type: 'string' },
        by: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
