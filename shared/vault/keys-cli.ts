// `npm run keys -- status|rotate|forget`: the keys that wrap keys. Exit code 0: done; 1: something needs a person; 2: could not be read; 64: usage.
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { createSystemClock } from '#shared/domain/system-clock';
import { mongoComponent } from '#shared/mongo/connect';
import type { ErrorCode } from '#shared/errors/catalogue';
import { endCommand } from '#shared/runtime/end-command';
import { epochsOf } from './key-epochs.js';
import type { KeyStore } from './key-store.js';
import type { Keyring } from './keyring.js';
import { createMongoKeyStore } from './mongo-key-store.js';
import { openKeyring, placeOf } from './open-keyring.js';
import { renderKeys, spanText } from './render-keys.js';
import { bindStore, rotateKeks } from './rotate.js';

const HELP = `npm run keys -- status
  The key-encryption keys there are, their age, how many orders each wraps, and when the next rotation is due.
npm run keys -- rotate
  Wraps the keys of all living orders anew and destroys the old key-encryption key: what was erased before is then beyond
  recovery, also from MongoDB's journal, and no older backup can be read any more. Safe while the services run; finishes
  a rotation that was cut off.
npm run keys -- forget DATABASE
  Strikes off a database that no longer exists (status names it), so that the keyring may rotate again.
Exit code 0: done, 1: keys of some orders are lost or the keyring is shared, 2: something could not be reached, 64: usage.
Settings: KEYRING, KEYRING_DIR or VAULT_ADDR, KEY_ROTATION_EVERY_MS, MONGODB_URI, MONGODB_DATABASE (shared/config/README.md).
`;

interface Opened {
  readonly keyring: Keyring;
  readonly store: KeyStore;
  /** Where the keyring is, for people. */
  readonly place: string;
  readonly everyMs: number;
}

const clock = createSystemClock();

async function status({ keyring, store, place, everyMs }: Opened): Promise<number> {
  await bindStore(store, keyring);
  const counts = await store.count();
  const epochs = await epochsOf(keyring);
  const stores = await keyring.stores();
  const storeId = await store.storeId();
  process.stdout.write(renderKeys({ keyring: place, nowMs: clock.nowMs(), everyMs, epochs, counts, storeId, stores }));
  const known = new Set(epochs.map(({ epoch }) => epoch));
  return stores.length > 1 || [...counts.byEpoch.keys()].some((epoch) => !known.has(epoch)) ? 1 : 0;
}

async function rotate({ keyring, store }: Opened): Promise<number> {
  const startedMs = clock.nowMs();
  const before = await keyring.epochs();
  let shownMs = startedMs;
  const { epoch, rewrapped, unreadable } = await rotateKeks(store, keyring, {
    onProgress: (orders) => {
      if (clock.nowMs() - shownMs < 1_000) return;
      shownMs = clock.nowMs();
      process.stderr.write(`  ${orders.toLocaleString('en-GB')} orders wrapped anew\n`);
    },
  });
  const gone = before.filter((older) => older < epoch).join(', ');
  process.stdout.write(
    `Epoch ${epoch} is current: the keys of ${rewrapped.toLocaleString('en-GB')} orders were wrapped anew in ${spanText(clock.nowMs() - startedMs)}.\n` +
      `Epoch ${gone} is destroyed: orders erased before are beyond recovery, and backups made before can't be read. Make a new one now.\n`,
  );
  if (unreadable.length === 0) return 0;
  process.stderr.write(`The keys of ${unreadable.length} orders could not be unwrapped before either:\n`);
  for (const orderRef of unreadable.slice(0, 20)) process.stderr.write(`  ${orderRef}\n`);
  return 1;
}

function forget(storeId: string): (opened: Opened) => Promise<number> {
  return async ({ keyring, store }) => {
    if (storeId === (await store.storeId())) {
      process.stderr.write('That is the database in use.\n');
      return 1;
    }
    const stores = await keyring.stores();
    if (!stores.includes(storeId)) {
      process.stderr.write(`The keyring knows no database ${storeId}. It knows: ${stores.join(', ')}\n`);
      return 1;
    }
    await keyring.forgetStore(storeId);
    process.stdout.write(`Database ${storeId} is struck off.\n`);
    return 0;
  };
}

function commandOf(args: readonly string[]): ((opened: Opened) => Promise<number>) | undefined {
  const [name, operand] = args;
  if (name === 'status' && args.length === 1) return status;
  if (name === 'rotate' && args.length === 1) return rotate;
  if (name === 'forget' && args.length === 2 && /^[0-9a-f]+$/.test(operand ?? '')) return forget(operand ?? '');
  return undefined;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const command = commandOf(args);
  if (command === undefined) {
    process.stderr.write(`Say status, rotate, or forget and the id of a database.\n\n${HELP}`);
    return 64;
  }
  const config = loadConfig({ keyring: KEYRING, mongo: MONGO });
  const { rotateEveryMs: everyMs } = config.keyring;
  const place = placeOf(config.keyring);
  const keyring = await openKeyring(config.keyring);
  const mongo = await mongoComponent({ config: config.mongo, appName: 'keys-cli' }).start();
  try {
    return await command({ keyring, store: createMongoKeyStore({ db: mongo.value.db }), place, everyMs });
  } finally {
    await mongo.stop();
  }
}

/** An answer, not an outage. */
const VERDICTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['KEYRING_SHARED']);

endCommand(main(process.argv.slice(2)), VERDICTS);
