// Feeds the ledger, as it lies in its topic, to the check of the chain.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { LedgerSource } from './ledger-source.js';
import { createChainVerifier, type Verification } from './verify-chain.js';

/** @throws whatever keeps the ledger from being read; a fault of the chain is an answer */
export async function verifyLedger(
  codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>,
  source: Pick<LedgerSource, 'all'>,
): Promise<Verification> {
  const verifier = createChainVerifier();
  for await (const records of source.all()) {
    await codec.ensureSchemas(records.map(({ value }) => value));
    for (const { key, value, partition, offset } of records) {
      const decoded = value === null ? null : codec.decode(value, topics.erasureLedger);
      const entry = decoded?.kind === 'decoded' ? decoded.value : null;
      verifier.add(entry, `${partition}:${offset}`, key?.toString('utf8') ?? null);
    }
  }
  return verifier.result();
}
