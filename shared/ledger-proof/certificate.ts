// What proves the erasure of one order to anybody: its entries, the way from each to a signed state of the ledger, and the signature.
// Other orders show as hashes only, this one as its ref: no personal data. Pure.
import type { LedgerCheckpoint, LedgerEntry } from '#schemas/generated/records';
import { hashOf } from './chain.js';
import { isSignedBy } from './checkpoint.js';
import { inclusionPath, isIncluded, leafHash } from './merkle-tree.js';

/** As it is written to JSON: hashes and signatures in hex, times in ms since 1970. */
export interface Certificate {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly orderRef: string;
  readonly entries: readonly CertifiedEntry[];
  readonly checkpoint: {
    readonly size: number;
    readonly root: string;
    readonly head: string;
    readonly at: number;
    readonly keyId: string;
    readonly signature: string;
  };
  /** PEM, for convenience: whoever checks takes the key from somebody trusted. */
  readonly publicKey: string;
}

export type CertifiedEntry = Omit<LedgerEntry, 'previousHash' | 'hash'> & {
  readonly previousHash: string;
  readonly hash: string;
  /** Hashes beside the way from the entry to the root, from the bottom up (RFC 9162). */
  readonly path: readonly string[];
};

export const CERTIFICATE_FORMAT = 'fulfilment.erasure.Certificate/1';

/**
 * @param entries of the order
 * @param hashes of all entries the checkpoint covers, in order
 */
export function certify(
  orderRef: string,
  entries: readonly LedgerEntry[],
  hashes: readonly Buffer[],
  checkpoint: LedgerCheckpoint,
  publicKey: string,
): Certificate {
  const leaves = hashes.map(leafHash);
  const { size, root, head, at, keyId, signature } = checkpoint;
  return {
    format: CERTIFICATE_FORMAT,
    orderRef,
    entries: entries.map((entry) => ({
      ...entry,
      previousHash: entry.previousHash.toString('hex'),
      hash: entry.hash.toString('hex'),
      path: inclusionPath(leaves, entry.sequence - 1).map((hash) => hash.toString('hex')),
    })),
    checkpoint: {
      size,
      root: root.toString('hex'),
      head: head.toString('hex'),
      at,
      keyId,
      signature: signature.toString('hex'),
    },
    publicKey,
  };
}

/** Null when it proves what it says; else what is wrong with it. @param publicKey of the one who is trusted */
export function faultOfCertificate({ orderRef, entries, checkpoint }: Certificate, publicKey: string): string | null {
  const hex = (text: string): Buffer => Buffer.from(text, 'hex');
  const root = hex(checkpoint.root);
  const signed = { ...checkpoint, root, head: hex(checkpoint.head), signature: hex(checkpoint.signature) };
  if (!isSignedBy(publicKey, signed)) return 'the signature is not that of the key';
  if (entries.length === 0) return 'it holds no entry';
  for (const { path, ...entry } of entries) {
    const { sequence } = entry;
    const hash = hex(entry.hash);
    if (entry.orderRef !== orderRef) return `entry ${sequence} is about another order`;
    const recomputed = hashOf({ ...entry, previousHash: hex(entry.previousHash) });
    if (!recomputed.equals(hash)) return `entry ${sequence} does not agree with its hash`;
    if (!isIncluded(hash, sequence - 1, checkpoint.size, path.map(hex), root))
      return `entry ${sequence} is not in the signed ledger`;
  }
  return null;
}
