// Where the ledger ends: the newest checkpoint, and the entries written since. Nothing may be linked to a ledger that contradicts it.
import type { LedgerCheckpoint } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { type ChainHead, EMPTY_CHAIN, hashOf } from '#shared/ledger-proof/chain';
import { isKeptBy, type LedgerSigner } from '#shared/ledger-proof/checkpoint';
import type { LedgerSource } from '#shared/ledger-proof/ledger-source';
import { EMPTY_TREE, grow, type TreeEdge } from '#shared/ledger-proof/merkle-tree';
import { decodeEntry } from '#shared/ledger-proof/read-ledger';

export interface LedgerEnd {
  readonly head: ChainHead;
  readonly tree: TreeEdge;
}

export interface LoadDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly source: Pick<LedgerSource, 'all'>;
  readonly checkpoints: Pick<LedgerSource, 'last'>;
  readonly signer: Pick<LedgerSigner, 'publicKey'>;
}

/**
 * Reads the newest checkpoint and what was written since, however long the ledger is.
 * @throws LEDGER_BROKEN (crash) when the checkpoint, the entry it ends in or a later one does not agree with the rest, or is missing
 */
export async function loadLedgerEnd(deps: LoadDeps): Promise<{ readonly end: LedgerEnd; readonly signed: number }> {
  const { codec, source } = deps;
  const { end: start, signed } = await startOf(deps);
  let { head, tree } = start;
  let hasSeenStart = signed === 0;
  // Each entry takes at least one offset, so an entry can't lie before its number.
  for await (const records of source.all(Math.max(0, signed - 1))) {
    await codec.ensureSchemas(records.map(({ value }) => value));
    for (const record of records) {
      const entry = decodeEntry(codec, record);
      const where = { partition: record.partition, offset: record.offset };
      if (entry === null || !entry.hash.equals(hashOf(entry))) throw broken(where);
      if (entry.sequence < signed) continue;
      if (entry.sequence === signed) {
        if (!entry.hash.equals(start.head.hash)) throw broken(where);
        hasSeenStart = true;
        continue;
      }
      if (entry.sequence !== head.sequence + 1 || !entry.previousHash.equals(head.hash)) throw broken(where);
      head = { sequence: entry.sequence, hash: entry.hash };
      tree = grow(tree, entry.hash);
    }
  }
  if (!hasSeenStart) throw broken({ checkpoint: signed });
  return { end: { head, tree }, signed };
}

/** The state that the newest checkpoint vouches for. */
async function startOf(deps: LoadDeps): Promise<{ readonly end: LedgerEnd; readonly signed: number }> {
  const checkpoint = await newestCheckpoint(deps);
  if (checkpoint === null) return { end: { head: EMPTY_CHAIN, tree: EMPTY_TREE }, signed: 0 };
  const { size, peaks, head } = checkpoint;
  if (!isKeptBy(deps.signer.publicKey, checkpoint)) throw broken({ checkpoint: size });
  return { end: { head: { sequence: size, hash: head }, tree: { size, peaks } }, signed: size };
}

async function newestCheckpoint({ codec, checkpoints }: LoadDeps): Promise<LedgerCheckpoint | null> {
  const last = await checkpoints.last();
  if (last?.value == null) return null;
  await codec.ensureSchemas([last.value]);
  const decoded = codec.decode(last.value, topics.erasureCheckpoints);
  if (decoded.kind === 'refused') throw broken({ partition: last.partition, offset: last.offset });
  return decoded.value;
}

function broken(details: Readonly<Record<string, string | number>>): FulfilmentError {
  return new FulfilmentError('LEDGER_BROKEN', details);
}
