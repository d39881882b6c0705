// A file of a backup: records in chunks, each chunk sealed with its place and whether it is the last one, so that none can be changed, moved,
// taken out or cut off without being noticed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { NONCE_BYTES, nextNonce, open as openSealed, sealInto, TAG_BYTES } from '#shared/vault/aead';

export interface SealedFileFacts {
  readonly records: number;
  readonly bytes: number;
  /** Of the file as it lies there, in hexadecimal. */
  readonly sha256: string;
}

export interface SealedWriter {
  write(record: Buffer): Promise<void>;
  /** Forces the file to disk. */
  end(): Promise<SealedFileFacts>;
}

const CHUNK_BYTES = 1024 * 1024;
const LENGTH_BYTES = 4;
const OWNER_ONLY = 0o600;

/** @param name bound into every chunk: a file can't stand for another one */
export async function createSealedFile(path: string, name: string, key: Buffer): Promise<SealedWriter> {
  const file = await open(path, 'wx', OWNER_ONLY);
  const hash = createHash('sha256');
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let chunk = 0;
  let records = 0;
  let bytes = 0;

  async function flush(isLast: boolean): Promise<void> {
    const plain = Buffer.concat(pending);
    const frame = Buffer.alloc(LENGTH_BYTES + NONCE_BYTES + plain.length + TAG_BYTES);
    const nonce = nextNonce();
    frame.writeUInt32BE(plain.length + TAG_BYTES);
    frame.set(nonce, LENGTH_BYTES);
    sealInto(frame.subarray(LENGTH_BYTES + NONCE_BYTES), plain, placeOf(name, chunk, isLast), nonce, key);
    hash.update(frame);
    await file.writeFile(frame);
    plain.fill(0);
    bytes += frame.length;
    chunk += 1;
    pending = [];
    pendingBytes = 0;
  }

  return {
    write: async (record) => {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(record.length);
      pending.push(length, record);
      pendingBytes += LENGTH_BYTES + record.length;
      records += 1;
      if (pendingBytes >= CHUNK_BYTES) await flush(false);
    },
    end: async () => {
      await flush(true);
      await file.sync();
      await file.close();
      return { records, bytes, sha256: hash.digest('hex') };
    },
  };
}

/** Its records, chunk by chunk. @throws BACKUP_BROKEN for anything that is not exactly what was written */
export async function* readSealedFile(path: string, name: string, key: Buffer): AsyncGenerator<readonly Buffer[]> {
  const broken = (reason: string): FulfilmentError => new FulfilmentError('BACKUP_BROKEN', { file: name, reason });
  let rest: Buffer = Buffer.alloc(0);
  let chunk = 0;
  let isEnded = false;
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      while (rest.length >= LENGTH_BYTES) {
        const end = LENGTH_BYTES + NONCE_BYTES + rest.readUInt32BE();
        if (rest.length < end) break;
        if (isEnded) throw broken('goes on behind its end');
        const nonce = rest.subarray(LENGTH_BYTES, LENGTH_BYTES + NONCE_BYTES);
        const sealed = rest.subarray(LENGTH_BYTES + NONCE_BYTES, end);
        const more = openSealed(sealed, placeOf(name, chunk, false), nonce, key);
        const plain = more ?? openSealed(sealed, placeOf(name, chunk, true), nonce, key);
        if (plain === null) throw broken(`chunk ${chunk} does not open`);
        isEnded = more === null;
        chunk += 1;
        rest = rest.subarray(end);
        yield recordsIn(plain);
      }
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') throw broken('is missing');
    throw error;
  }
  if (!isEnded || rest.length > 0) throw broken('is cut off');
}

function recordsIn(plain: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < plain.length; ) {
    const end = at + LENGTH_BYTES + plain.readUInt32BE(at);
    records.push(plain.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return records;
}

function placeOf(name: string, chunk: number, isLast: boolean): Buffer {
  return Buffer.from(`backup/1/${name}/${chunk}/${isLast ? 'last' : 'more'}`, 'utf8');
}
