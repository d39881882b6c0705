// The hash chain of the ledger: every entry holds the hash of the one before it, so that a change anywhere shows from there on. Pure.
import { createHash } from 'node:crypto';
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
  const hash = createHash('sha256');
  const scratch = Buffer.allocUnsafe(8);
  const putCount = (count: number): void => {
    scratch.writeUInt32BE(count);
    hash.update(scratch.subarray(0, 4));
  };
  const putText = (text: string): void => {
    putCount(Buffer.byteLength(text));
    hash.update(text);
  };
  const putNumber = (value: number): void => {
    putCount(8);
    scratch.writeBigInt64BE(BigInt(value));
    hash.update(scratch);
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
  hash.update(entry.previousHash);
  return hash.digest();
}
