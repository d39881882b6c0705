// The hash chain of the ledger: every entry holds the hash of the one before it, so that a change anywhere shows from there on. Pure.
import { hash } from 'node:crypto';
import type { LedgerEntry, LedgerIntent } from '#schemas/generated/records';

/** The end of the chain: what the next entry is linked to. */
export interface ChainHead {
  /** Sequence of the last entry; 0 before the first. */
  readonly sequence: number;
  /** Its hash, 32 bytes. */
  readonly hash: Buffer;
}

export type UnhashedEntry = Omit<LedgerEntry, 'hash'>;

export const HASH_BYTES = 32;
export const EMPTY_CHAIN: ChainHead = Object.freeze({ sequence: 0, hash: Buffer.alloc(HASH_BYTES) });
/** Names the encoding below; another encoding needs another name. */
const ENCODING = 'fulfilment.erasure.LedgerEntry/1';
const FIXED_BYTES = ENCODING.length + 4 + 3 * 12 + 3 * 4;
const SCRATCH = Buffer.allocUnsafe(4_096);

/** The entry that puts the intent at the end of the chain. */
export function linkEntry(head: ChainHead, intent: LedgerIntent): LedgerEntry {
  const unhashed = { ...intent, sequence: head.sequence + 1, previousHash: head.hash };
  return { ...unhashed, hash: hashOf(unhashed) };
}

/**
 * SHA-256 over the fields in a fixed order, every one preceded by its length, lists by their count: no two different entries have
 * the same bytes. Anyone can compute it again from the decoded fields, whatever Avro schema version wrote them.
 */
export function hashOf(entry: UnhashedEntry): Buffer {
  const bytes = scratchFor(entry);
  let at = 0;
  const putCount = (count: number): void => {
    at = bytes.writeUInt32BE(count, at);
  };
  const putText = (text: string): void => {
    const length = bytes.write(text, at + 4, 'utf8');
    putCount(length);
    at += length;
  };
  const putNumber = (value: number): void => {
    putCount(8);
    at = bytes.writeBigInt64BE(BigInt(value), at);
  };
  const putList = (texts: readonly string[]): void => {
    putCount(texts.length);
    for (const text of texts) putText(text);
  };
  putText(ENCODING);
  putNumber(entry.sequence);
  putText(entry.erasureId);
  putText(entry.orderRef);
  putText(entry.kind);
  putText(entry.reason);
  putList(entry.categories);
  putList(entry.participants);
  putNumber(entry.policyVersion);
  putNumber(entry.at);
  putCount(entry.previousHash.length);
  bytes.set(entry.previousHash, at);
  at += entry.previousHash.length;
  return hash('sha256', bytes.subarray(0, at), 'buffer');
}

/** Room for the whole encoding: one call of the hash costs a tenth of one per field, and every entry is hashed by its writer and by its readers. */
function scratchFor(entry: UnhashedEntry): Buffer {
  const texts = [entry.erasureId, entry.orderRef, entry.kind, entry.reason, ...entry.categories, ...entry.participants];
  // A UTF-16 unit takes at most three bytes of UTF-8; numbers and counts take 12 each at most.
  const most = texts.reduce((sum, text) => sum + text.length * 3 + 4, FIXED_BYTES) + entry.previousHash.length;
  return most <= SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(most);
}
