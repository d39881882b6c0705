// Makes a backup while the services run. First how far they have read, then the database at one moment, then the topics: so the topics hold
// everything the database knows of, and what is read again after a restore was there before.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { topics } from '#schemas/generated/topics';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { openTopicReader, type TopicReader } from '#shared/kafka/topic-reader';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Platform } from '#shared/platform/platform';
import { allTopics } from '#shared/platform/prepare-topics';
import type { Keyring } from '#shared/vault/keyring';
import { collectionNames, readCollections } from './collections.js';
import { type BackupFile, createBackupKey, type Manifest, writeManifest } from './manifest.js';
import { readLedger } from './read-ledger.js';
import { createSealedFile } from './sealed-file.js';
import { sealedTopics } from './sealed-topics.js';
import { readGroups } from './service-groups.js';
import { newestOfEach, packRecord } from './topic-records.js';

const LEDGER = topics.erasureLedger.name;

export interface TakeBackupDeps {
  readonly platform: Pick<Platform, 'database' | 'kafka' | 'codec' | 'policy' | 'prefix' | 'topicName' | 'realClock'>;
  readonly keyring: Keyring;
  readonly storeId: string;
  /** Told as each file is finished. */
  readonly onFile?: (file: BackupFile) => void;
}

/**
 * @param directory is made; must be empty
 * @throws RESTORE_REFUSED when the directory is in use, BACKUP_EXPIRED when the key was rotated meanwhile: then make it again
 */
export async function takeBackup(deps: TakeBackupDeps, directory: string): Promise<Manifest> {
  const { platform, keyring, storeId, onFile = () => undefined } = deps;
  const { database, kafka, codec, prefix, topicName, realClock } = platform;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if ((await readdir(directory)).length > 0)
    throw new FulfilmentError('RESTORE_REFUSED', { reason: 'the directory is not empty' });
  const { key, wrapped, epoch } = await createBackupKey(keyring);
  const madeAtMs = realClock.nowMs();
  const wanted = sealedTopics(allTopics(platform));
  const admin = kafka.kafkajs.admin();
  const reader = await openTopicReader(
    kafka,
    wanted.map(({ name }) => topicName(name)),
  );
  const files: BackupFile[] = [];
  const write = async (kind: BackupFile['kind'], name: string, records: AsyncIterable<Buffer>): Promise<void> => {
    const file = `${kind}-${String(files.length + 1).padStart(2, '0')}.sealed`;
    const writer = await createSealedFile(join(directory, file), `${kind}/${name}`, key);
    for await (const record of records) await writer.write(record);
    const written = { kind, name, file, ...(await writer.end()) };
    files.push(written);
    onFile(written);
  };
  try {
    await admin.connect();
    const groups = await readGroups(kafka.waiting, admin, prefix);
    await readCollections(database, await collectionNames(database), (name, documents) =>
      write('collection', name, documents),
    );
    // The ledger last: it holds whatever the rest may show of an erasure.
    for (const { name } of wanted) if (name !== LEDGER) await write('topic', name, newestOf(reader, topicName(name)));
    const range = { to: (await reader.edges(topicName(LEDGER), 0)).end };
    await write('topic', LEDGER, packed(reader.read(topicName(LEDGER), 0, range)));
    const ledger = await readLedger(codec, reader.read(topicName(LEDGER), 0, range));
    if ((await keyring.current()) !== epoch)
      throw new FulfilmentError('BACKUP_EXPIRED', { epoch, reason: 'rotated meanwhile' });
    const manifest: Manifest = {
      format: 1,
      madeAtMs,
      storeId,
      epoch,
      key: wrapped.toString('base64'),
      ledger: { sequence: ledger.sequence, hash: ledger.hash },
      files,
      groups,
    };
    await writeManifest(directory, manifest, key);
    return manifest;
  } finally {
    key.fill(0);
    await admin.disconnect();
    await reader.close();
  }
}

async function* newestOf(reader: TopicReader, topic: string): AsyncGenerator<Buffer> {
  for (let partition = 0; partition < reader.partitions(topic); partition++) {
    for (const record of await newestOfEach(reader, topic, partition)) yield packRecord(record);
  }
}

async function* packed(batches: AsyncIterable<readonly IncomingRecord[]>): AsyncGenerator<Buffer> {
  for await (const records of batches) for (const record of records) yield packRecord(record);
}
