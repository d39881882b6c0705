// Restores a backup. The ledger rules: what it says was erased is left out or destroyed again before the database opens for anybody, and while
// that is not done the database bears a mark with which no service starts.
import { topics } from '#schemas/generated/topics';
import { openTopicReader } from '#shared/kafka/topic-reader';
import { RESTORE_MARK } from '#shared/mongo/restore-mark';
import type { Platform } from '#shared/platform/platform';
import { allTopics } from '#shared/platform/prepare-topics';
import type { KeyStore } from '#shared/vault/key-store';
import type { Keyring } from '#shared/vault/keyring';
import { checkFiles, recordsOf } from './check-files.js';
import { collectionNames, insertRaw, isEmpty } from './collections.js';
import { judgeDocument, type StoredDocument } from './erased-documents.js';
import { type Manifest, type OpenBackup, openManifest } from './manifest.js';
import { type LedgerVerdict, verdictOf } from './read-ledger.js';
import { claimEntries, currentLedger, refused, replayLedger } from './restore-ledger.js';
import {
  type FilledTopic,
  fillTopic,
  isTopicEmpty,
  type RestoreTopicsDeps,
  type StateOfOrder,
  withdrawLost,
} from './restore-topics.js';
import { sealedTopics } from './sealed-topics.js';
import { rewindGroups, runningServices } from './service-groups.js';

export interface RestoreDeps {
  readonly platform: Pick<
    Platform,
    'database' | 'kafka' | 'codec' | 'policy' | 'prefix' | 'topicName' | 'realClock' | 'vault' | 'refs'
  >;
  readonly keyring: Keyring;
  readonly store: Pick<KeyStore, 'findMany'>;
  readonly onStep?: (step: string) => void;
}

export interface RestoreOptions {
  /** Empty the collections that are there first. Default: refuse. */
  readonly isReplacing?: boolean;
  /** A backup whose ledger counts when Kafka has none any more; it must continue the ledger of the one that is restored. */
  readonly ledgerDirectory?: string;
}

export interface Restored {
  /** The store of keys the backup was made of. */
  readonly storeId: string;
  readonly madeAtMs: number;
  readonly documents: number;
  readonly filled: ReadonlyMap<string, { readonly records: number; readonly leftOut: number }>;
  readonly keptTopics: readonly string[];
  /** Orders the ledger says are erased. */
  readonly erased: number;
  /** Of these, the ones whose keys were in the backup: erased again. */
  readonly erasedAgain: number;
  readonly categoriesErasedAgain: number;
  readonly lostOrders: readonly string[];
  readonly withdrawnParcels: number;
}

const LEDGER = topics.erasureLedger.name;

export async function restoreBackup(deps: RestoreDeps, directory: string, options: RestoreOptions): Promise<Restored> {
  const { platform, keyring, onStep = () => undefined } = deps;
  const { database, kafka, prefix, topicName } = platform;
  const { manifest, key } = await openManifest(directory, keyring);
  onStep('checking every file of the backup');
  await checkFiles(directory, manifest, key);
  const handles = sealedTopics(allTopics(platform));
  const read = new Set([...handles, ...allTopics(platform)].map(({ name }) => topicName(name)));
  const reader = await openTopicReader(kafka, [...read]);
  const admin = kafka.kafkajs.admin();
  try {
    await admin.connect();
    const running = await runningServices(admin, prefix);
    if (running.length > 0) throw refused(`services are running (${running.join(', ')}): stop them first`);
    onStep('reading the erasure ledger');
    const { ledger, source } = await currentLedger(deps, reader, manifest, options.ledgerDirectory);
    const verdict = verdictOf(ledger);
    await clearDatabase(deps, options.isReplacing === true);

    onStep('writing the database, without what was erased since');
    const { documents, revenants } = await writeCollections(deps, directory, manifest, key, verdict);
    const categoriesErasedAgain = await replayLedger(deps, verdict);
    await claimEntries(deps, ledger);

    onStep('bringing the topics into line');
    const topicDeps = { platform, reader, stateOf: stateOf(deps) };
    const filled = await fillEmpty(topicDeps, { directory, manifest, key }, source);
    const { lostOrders, parcels } = await withdrawLost(topicDeps, await releasedParcels(deps));
    await rewindGroups(kafka.waiting, admin, reader, prefix, manifest.groups, {
      moved: new Map([...filled].map(([name, { move }]) => [name, move])),
      kept: new Set([topics.ordersEvents.name]),
    });
    await database.collection(RESTORE_MARK).drop();
    return {
      storeId: manifest.storeId,
      madeAtMs: manifest.madeAtMs,
      documents,
      filled,
      keptTopics: handles.map(({ name }) => name).filter((name) => !filled.has(name)),
      erased: verdict.whole.size,
      erasedAgain: revenants,
      categoriesErasedAgain,
      lostOrders,
      withdrawnParcels: parcels,
    };
  } finally {
    key.fill(0);
    await admin.disconnect();
    await reader.close();
  }
}

async function clearDatabase({ platform: { database, realClock } }: RestoreDeps, isReplacing: boolean): Promise<void> {
  const names = await collectionNames(database);
  if (!isReplacing && !(await isEmpty(database, names)))
    throw refused('the database is not empty: name another one, or add --replace to lose what is in it');
  await database
    .collection<{ _id: string; sinceMs: number }>(RESTORE_MARK)
    .updateOne({ _id: RESTORE_MARK }, { $set: { sinceMs: realClock.nowMs() } }, { upsert: true });
  for (const name of names) await database.collection(name).deleteMany({});
}

async function writeCollections(
  { platform: { database } }: RestoreDeps,
  directory: string,
  manifest: Manifest,
  key: Buffer,
  verdict: LedgerVerdict,
): Promise<{ readonly documents: number; readonly revenants: number }> {
  let documents = 0;
  let revenants = 0;
  for (const file of manifest.files.filter(({ kind }) => kind === 'collection')) {
    const judge = (document: StoredDocument): StoredDocument | null => {
      const judged = judgeDocument(file.name, document, verdict);
      if (judged.isRevenant) revenants += 1;
      return judged.document;
    };
    for await (const chunk of recordsOf(directory, file, key))
      documents += await insertRaw(database, file.name, chunk, judge);
  }
  return { documents, revenants };
}

function stateOf({ store }: RestoreDeps): StateOfOrder {
  return async (orderRefs) => {
    const found = await store.findMany(orderRefs);
    return new Map([...found].map(([ref, { wrapped }]) => [ref, wrapped === undefined ? 'erased' : 'alive']));
  };
}

async function fillEmpty(deps: RestoreTopicsDeps, backup: OpenBackup, ledgerSource: OpenBackup | null) {
  const keys = new Map(allTopics(deps.platform).map(({ name, key: of }) => [name, of]));
  const filled = new Map<string, FilledTopic>();
  for (const { kind, name } of backup.manifest.files) {
    if (kind !== 'topic' || !(await isTopicEmpty(deps.reader, deps.platform.topicName(name)))) continue;
    const { directory, manifest, key } = (name === LEDGER ? ledgerSource : null) ?? backup;
    const file = manifest.files.find((one) => one.kind === 'topic' && one.name === name);
    if (file !== undefined) filled.set(name, await fillTopic(deps, directory, file, key, keys.get(name) ?? ''));
  }
  return filled;
}

async function releasedParcels({ platform: { database } }: RestoreDeps): Promise<Set<string>> {
  const parcels = new Set<string>();
  const releases = database.collection('carriers.shipments').find({}, { projection: { 'parcels.ref': 1 } });
  for await (const release of releases)
    for (const { ref } of (release['parcels'] ?? []) as { ref: string }[]) parcels.add(ref);
  return parcels;
}
