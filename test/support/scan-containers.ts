// Bytes that lie packed inside of files: Kafka's compressed batches, WiredTiger's pages and journal records, gzip members.
import { constants, gunzipSync } from 'node:zlib';
import { uncompressSync } from 'snappy';
import { decompress } from '#shared/kafka/wire/decompress';

export interface Unpacked {
  /** Where the packed unit begins in the file. */
  readonly at: number;
  readonly kind: 'kafka-batch' | 'wired-tiger-page' | 'wired-tiger-journal' | 'gzip';
  /** undefined: it should have been unpacked and could not: not scanned is not clean. */
  readonly bytes: Buffer | undefined;
}

const BATCH_HEADER = 61;
const BATCH_LENGTH_AT = 8;
const BATCH_LENGTH_FROM = 12;
const BATCH_MAGIC_AT = 16;
const BATCH_ATTRIBUTES_AT = 21;
const COMPRESSION = 0b111;

export function isKafkaLog(name: string): boolean {
  return /\.log(?:\.(?:deleted|cleaned|swap))?(?:\.|$)/.test(name);
}

/** Compressed record batches of a segment; the others are found by looking at the file itself. */
export function* kafkaBatches(file: Buffer): Generator<Unpacked> {
  for (let at = 0; at + BATCH_HEADER <= file.length; ) {
    const length = file.readInt32BE(at + BATCH_LENGTH_AT);
    const end = at + BATCH_LENGTH_FROM + length;
    if (file[at + BATCH_MAGIC_AT] !== 2 || length < BATCH_HEADER - BATCH_LENGTH_FROM || end > file.length) return;
    const codec = file.readInt16BE(at + BATCH_ATTRIBUTES_AT) & COMPRESSION;
    if (codec !== 0) {
      const packed = file.subarray(at + BATCH_HEADER, end);
      yield { at, kind: 'kafka-batch', bytes: attempt(() => decompress(codec, packed)) };
    }
    at = end;
  }
}

const BLOCK = 4_096;
/** Header of a page (28 bytes) and of its block (12), then what the compression leaves in clear. */
const PAGE_CLEAR = 64;
const PAGE_HEADERS = 40;
const PAGE_MEMORY_SIZE_AT = 16;
const PAGE_TYPE_AT = 24;
const PAGE_FLAGS_AT = 25;
const PAGE_DISK_SIZE_AT = 28;
const COMPRESSED = 1;
const LAST_PAGE_TYPE = 13;

export function isWiredTigerTable(name: string): boolean {
  return name.endsWith('.wt');
}

/** Compressed pages, freed ones among them: their bytes stay until something else is written there. */
export function* wiredTigerPages(file: Buffer): Generator<Unpacked> {
  for (let at = BLOCK; at + PAGE_CLEAR + 8 <= file.length; at += BLOCK) {
    const type = file[at + PAGE_TYPE_AT] ?? 0;
    const diskBytes = file.readUInt32LE(at + PAGE_DISK_SIZE_AT);
    const memoryBytes = file.readUInt32LE(at + PAGE_MEMORY_SIZE_AT);
    const isCompressed = ((file[at + PAGE_FLAGS_AT] ?? 0) & COMPRESSED) !== 0;
    const fits = diskBytes >= BLOCK && diskBytes % BLOCK === 0 && at + diskBytes <= file.length;
    if (!isCompressed || type === 0 || type > LAST_PAGE_TYPE || !fits || memoryBytes < PAGE_CLEAR) continue;
    const clear = file.subarray(at + PAGE_HEADERS, at + PAGE_CLEAR);
    const rest = attempt(() => snappyWithLength(file.subarray(at + PAGE_CLEAR, at + diskBytes)));
    // A freed page may be partly overwritten by a newer one, which is looked at for itself.
    if (rest !== undefined) yield { at, kind: 'wired-tiger-page', bytes: Buffer.concat([clear, rest]) };
  }
}

const RECORD_ALIGNMENT = 128;
const RECORD_HEADER = 16;
const RECORD_FLAGS_AT = 8;

export function isWiredTigerJournal(name: string): boolean {
  return /^WiredTiger(?:Log|PreplLog|TmpLog)\./.test(name);
}

export function* wiredTigerJournal(file: Buffer): Generator<Unpacked> {
  for (let at = 0; at + RECORD_HEADER + 8 <= file.length; ) {
    const length = file.readUInt32LE(at);
    const flags = file.readUInt16LE(at + RECORD_FLAGS_AT);
    const isRecord = length >= RECORD_HEADER && at + length <= file.length && flags < 4;
    if (isRecord && (flags & COMPRESSED) !== 0 && length > RECORD_HEADER + 8) {
      const packed = file.subarray(at + RECORD_HEADER, at + length);
      yield { at, kind: 'wired-tiger-journal', bytes: attempt(() => snappyWithLength(packed)) };
    }
    at += isRecord ? Math.ceil(length / RECORD_ALIGNMENT) * RECORD_ALIGNMENT : RECORD_ALIGNMENT;
  }
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

/** Whatever looks like the beginning of a gzip member, as far as it can be unpacked. */
export function* gzipMembers(file: Buffer): Generator<Unpacked> {
  for (let at = file.indexOf(GZIP_MAGIC); at >= 0; at = file.indexOf(GZIP_MAGIC, at + 1)) {
    const bytes = attempt(() => gunzipSync(file.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH }));
    if (bytes !== undefined) yield { at, kind: 'gzip', bytes };
  }
}

/** WiredTiger writes the packed length in front. */
function snappyWithLength(bytes: Buffer): Buffer {
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > bytes.length - 8) throw new RangeError('longer than its block');
  const unpacked = uncompressSync(bytes.subarray(8, 8 + length), { asBuffer: true });
  return typeof unpacked === 'string' ? Buffer.from(unpacked) : unpacked;
}

function attempt(work: () => Buffer): Buffer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
