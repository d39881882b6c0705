// What a restore asks of the ledger and does on its word.
import { topics } from '#schemas/generated/topics';
import { CLAIMS_COLLECTION } from '#services/erasure/store/mongo-ledger-claims';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { TopicReader } from '#shared/kafka/topic-reader';
import type { Platform } from '#shared/platform/platform';
import type { Keyring } from '#shared/vault/keyring';
import type { Category } from '#shared/vault/vault';
import { recordsOf } from './check-files.js';
import { type Manifest, type OpenBackup, openManifest } from './manifest.js';
import { continues, type LedgerVerdict, type ReadLedger, readLedger } from './read-ledger.js';
import { isTopicEmpty } from './restore-topics.js';
import { unpackRecord } from './topic-records.js';

export interface LedgerDeps {
  readonly platform: Pick<Platform, 'codec' | 'database' | 'topicName' | 'vault'>;
  readonly keyring: Pick<Keyring, 'unwrapInto' | 'epochs'>;
}

export interface CurrentLedger {
  readonly ledger: ReadLedger;
  /** The backup it was read from; null when it lies in Kafka. */
  readonly source: OpenBackup | null;
}

const LEDGER = topics.erasureLedger.name;

export function refused(reason: string): FulfilmentError {
  return new FulfilmentError('RESTORE_REFUSED', { reason });
}

/** The ledger as it is now, never an older one: it must hold all that the backup's held. */
export async function currentLedger(
  { platform, keyring }: LedgerDeps,
  reader: TopicReader,
  manifest: Manifest,
  ledgerDirectory: string | undefined,
): Promise<CurrentLedger> {
  const topic = platform.topicName(LEDGER);
  const here = await readLedger(platform.codec, reader.read(topic, 0));
  const isLost =
    here.sequence === 0 && (manifest.ledger.sequence > 0 || (await isKafkaLost(platform, reader, manifest)));
  if (!isLost) {
    if (continues(here, manifest.ledger)) return { ledger: here, source: null };
    throw refused('the ledger in Kafka does not continue that of the backup: it is of another broker, or cut off');
  }
  if (ledgerDirectory === undefined)
    throw refused(
      'Kafka has no ledger, so nobody knows who was erased since: name the newest backup there is with --ledger',
    );
  const { manifest: newest, key } = await openManifest(ledgerDirectory, keyring);
  const ledger = await readLedger(platform.codec, ledgerRecords(ledgerDirectory, newest, key));
  if (!continues(ledger, newest.ledger) || !continues(ledger, manifest.ledger))
    throw refused('the ledger named by --ledger does not continue that of the backup');
  return { ledger, source: { directory: ledgerDirectory, manifest: newest, key } };
}

/** An empty ledger proves that nothing was erased only where the rest is still there. */
async function isKafkaLost(
  { topicName }: LedgerDeps['platform'],
  reader: TopicReader,
  { files }: Manifest,
): Promise<boolean> {
  const held = files.filter(({ kind, records }) => kind === 'topic' && records > 0);
  for (const { name } of held) if (!(await isTopicEmpty(reader, topicName(name)))) return false;
  return held.length > 0;
}

async function* ledgerRecords(directory: string, { files }: Manifest, key: Buffer) {
  for (const file of files.filter(({ name }) => name === LEDGER))
    for await (const chunk of recordsOf(directory, file, key)) yield chunk.map(unpackRecord);
}

/** Destroys again what the ledger says was destroyed, and guards what the backup never knew. */
export async function replayLedger({ platform: { vault } }: LedgerDeps, verdict: LedgerVerdict): Promise<number> {
  const byTime = new Map<number, OrderRef[]>();
  for (const [orderRef, atMs] of verdict.whole) {
    const of = byTime.get(atMs);
    if (of === undefined) byTime.set(atMs, [orderRef as OrderRef]);
    else of.push(orderRef as OrderRef);
  }
  for (const [atMs, orderRefs] of byTime) await vault.shredOrders(orderRefs, atMs);
  let shredded = 0;
  for (const [category, orderRefs] of verdict.categories)
    shredded += (await vault.shredCategory(orderRefs as OrderRef[], category as Category)).shredded;
  return shredded;
}

/** Every entry that is written keeps its claim: an intent that is told again must not be entered twice. */
export async function claimEntries({ platform: { database } }: LedgerDeps, { entries }: ReadLedger): Promise<void> {
  const claims = database.collection<{ _id: string; claim: string }>(CLAIMS_COLLECTION);
  for (let from = 0; from < entries.length; from += 1_000) {
    await claims.bulkWrite(
      entries.slice(from, from + 1_000).map(({ erasureId, kind, sequence }) => ({
        updateOne: {
          filter: { _id: `${erasureId}/${kind}` },
          update: { $setOnInsert: { claim: `restored:${sequence}` } },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }
}
