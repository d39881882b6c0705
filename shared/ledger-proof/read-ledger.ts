// Reads what the ledger and its checkpoints hold; what can't be read is an answer, not an error.
import type { LedgerCheckpoint, LedgerEntry } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { LedgerSource } from './ledger-source.js';

type ReadingCodec = Pick<AvroCodec, 'decode' | 'ensureSchemas'>;

/** Null when the bytes are no entry. */
export function decodeEntry(
  codec: Pick<AvroCodec, 'decode'>,
  { value }: Pick<IncomingRecord, 'value'>,
): LedgerEntry | null {
  if (value === null) return null;
  const decoded = codec.decode(value, topics.erasureLedger);
  return decoded.kind === 'decoded' ? decoded.value : null;
}

/** All of them in their order; null for one that can't be read. */
export async function readCheckpoints(
  codec: ReadingCodec,
  source: Pick<LedgerSource, 'all'>,
): Promise<(LedgerCheckpoint | null)[]> {
  const checkpoints: (LedgerCheckpoint | null)[] = [];
  for await (const records of source.all()) {
    await codec.ensureSchemas(records.map(({ value }) => value));
    for (const { value } of records) {
      const decoded = value === null ? null : codec.decode(value, topics.erasureCheckpoints);
      checkpoints.push(decoded?.kind === 'decoded' ? decoded.value : null);
    }
  }
  return checkpoints;
}
