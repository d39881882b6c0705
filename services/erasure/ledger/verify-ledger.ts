// Feeds the ledger, as it lies in its topic, to the check of the chain, and beside it to the check of what was signed.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { readCheckpoints } from '#shared/ledger-proof/read-ledger';
import { isKeptBy } from '#shared/ledger-proof/checkpoint';
import type { LedgerSource } from '#shared/ledger-proof/ledger-source';
import { createChainVerifier, type Verification } from './verify-chain.js';
import { createCheckpointVerifier, type SignedPart } from './verify-checkpoints.js';

type ReadingCodec = Pick<AvroCodec, 'decode' | 'ensureSchemas'>;

export interface Signatures {
  readonly source: Pick<LedgerSource, 'all'>;
  /** PEM of the ledger's keeper. */
  readonly publicKey: string;
}

export interface VerifiedLedger extends Verification {
  /** Null: signatures were not looked at. */
  readonly signed: SignedPart | null;
}

/** @throws whatever keeps the ledger from being read; a fault of the chain or of a checkpoint is an answer */
export async function verifyLedger(
  codec: ReadingCodec,
  source: Pick<LedgerSource, 'all'>,
  signatures: Signatures | null = null,
): Promise<VerifiedLedger> {
  // Before the ledger, which only grows: so no checkpoint can be newer than what is read of it.
  const checkpoints =
    signatures === null
      ? null
      : createCheckpointVerifier(await readCheckpoints(codec, signatures.source), (checkpoint) =>
          isKeptBy(signatures.publicKey, checkpoint),
        );
  const verifier = createChainVerifier();
  for await (const records of source.all()) {
    await codec.ensureSchemas(records.map(({ value }) => value));
    for (const { key, value, partition, offset } of records) {
      const decoded = value === null ? null : codec.decode(value, topics.erasureLedger);
      const entry = decoded?.kind === 'decoded' ? decoded.value : null;
      verifier.add(entry, `${partition}:${offset}`, key?.toString('utf8') ?? null);
      if (entry !== null) checkpoints?.add(entry.hash);
    }
  }
  const chain = verifier.result();
  const signed = checkpoints?.result() ?? null;
  return { ...chain, signed, fault: chain.fault ?? signed?.fault ?? null };
}
