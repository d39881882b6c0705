// Reads the ledger for the certificate of one order.
import type { LedgerEntry } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { type Certificate, certify } from './certificate.js';
import type { LedgerSource } from './ledger-source.js';
import { decodeEntry, readCheckpoints } from './read-ledger.js';

export type Proof =
  | { readonly kind: 'proven'; readonly certificate: Certificate }
  /** The ledger has no entry about the order. */
  | { readonly kind: 'unknown' }
  /** It has, but the newest checkpoint does not cover all of them yet. */
  | { readonly kind: 'not-signed-yet' };

export interface ProveDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly source: Pick<LedgerSource, 'all'>;
  readonly checkpoints: Pick<LedgerSource, 'all'>;
  readonly publicKey: string;
}

/** @throws LEDGER_BROKEN when an entry or checkpoint can't be read, and whatever keeps the topics from being read */
export async function proveOrder(deps: ProveDeps, orderRef: OrderRef): Promise<Proof> {
  const { codec, source, publicKey } = deps;
  const signed = await readCheckpoints(codec, deps.checkpoints);
  const checkpoint = signed.reduce(
    (newest, one) => (newest === null || (one?.size ?? 0) > newest.size ? one : newest),
    null,
  );
  const hashes: Buffer[] = [];
  const entries: LedgerEntry[] = [];
  for await (const records of source.all()) {
    await codec.ensureSchemas(records.map(({ value }) => value));
    for (const record of records) {
      const entry = decodeEntry(codec, record);
      if (entry === null)
        throw new FulfilmentError('LEDGER_BROKEN', { partition: record.partition, offset: record.offset });
      hashes.push(entry.hash);
      if (entry.orderRef === orderRef) entries.push(entry);
    }
  }
  const [last] = entries.slice(-1);
  if (last === undefined) return { kind: 'unknown' };
  if (checkpoint === null || checkpoint.size < last.sequence) return { kind: 'not-signed-yet' };
  return {
    kind: 'proven',
    certificate: certify(orderRef, entries, hashes.slice(0, checkpoint.size), checkpoint, publicKey),
  };
}
