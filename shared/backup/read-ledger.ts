// The erasure ledger as a restore needs it: checked from its first entry to its last, and what it says of each order.
import type { LedgerEntry } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { hashOf } from '#shared/ledger-proof/chain';
import { createChainVerifier } from '#services/erasure/ledger/verify-chain';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

const FOREIGN_REGISTRY =
  'the schema registry is not the one that the ledger was written with: restore the registry first, with the ids of its schemas';

export interface ReadLedger {
  readonly entries: readonly LedgerEntry[];
  readonly sequence: number;
  /** Of the last entry, in hexadecimal. */
  readonly hash: string;
}

/** Codes of a value whose schema id the registry gives to nothing, or to something else: it is not the registry that the value was written with. */
const OF_ANOTHER_REGISTRY: ReadonlySet<string> = new Set(['SCHEMA_UNKNOWN', 'EVENT_TYPE_UNEXPECTED']);

/**
 * @throws LEDGER_BROKEN at the first fault: nothing may be restored on the word of a ledger that was touched;
 * RESTORE_REFUSED when it is the registry that is not the one of the ledger
 */
export async function readLedger(
  codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>,
  batches: AsyncIterable<readonly { readonly key: Buffer | null; readonly value: Buffer | null }[]>,
): Promise<ReadLedger> {
  const verifier = createChainVerifier();
  const entries: LedgerEntry[] = [];
  for await (const records of batches) {
    await codec.ensureSchemas(records.map(({ value }) => value));
    for (const { key, value } of records) {
      const decoded = value === null ? null : codec.decode(value, topics.erasureLedger);
      if (decoded?.kind === 'refused' && OF_ANOTHER_REGISTRY.has(decoded.code))
        throw new FulfilmentError('RESTORE_REFUSED', { reason: FOREIGN_REGISTRY });
      const entry = decoded?.kind === 'decoded' ? decoded.value : null;
      verifier.add(entry, String(entries.length), key?.toString('utf8') ?? null);
      if (entry !== null) entries.push(entry);
    }
  }
  const { fault, head } = verifier.result();
  if (fault !== null) throw new FulfilmentError('LEDGER_BROKEN', { sequence: fault.sequence, fault: fault.fault });
  return { entries, sequence: head.sequence, hash: head.hash.toString('hex') };
}

/** Whether the ledger holds everything another one held: it is the same or its continuation. */
export function continues(ledger: ReadLedger, earlier: { readonly sequence: number; readonly hash: string }): boolean {
  if (earlier.sequence === 0) return true;
  const entry = ledger.entries[earlier.sequence - 1];
  return entry !== undefined && hashOf(entry).toString('hex') === earlier.hash;
}

export interface LedgerVerdict {
  /** Orders whose every key was destroyed → when. */
  readonly whole: ReadonlyMap<string, number>;
  /** Category → orders that lost its key. */
  readonly categories: ReadonlyMap<string, readonly string[]>;
  /** Whole erasures that came to their end. */
  readonly completed: ReadonlySet<string>;
}

/** What the ledger ordered to be destroyed, whether or not everybody has answered yet. */
export function verdictOf({ entries }: Pick<ReadLedger, 'entries'>): LedgerVerdict {
  const whole = new Map<string, number>();
  const categories = new Map<string, string[]>();
  const completed = new Set<string>();
  for (const { kind, orderRef, categories: of, at } of entries) {
    if (kind === 'COMPLETED') {
      if (of.length === 0) completed.add(orderRef);
    } else if (of.length === 0) {
      if (!whole.has(orderRef)) whole.set(orderRef, at);
    } else for (const category of of) categories.set(category, [...(categories.get(category) ?? []), orderRef]);
  }
  return { whole, categories, completed };
}
