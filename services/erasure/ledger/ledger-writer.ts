// The one writer of the ledger: intents → entries, each once, linked to the end of the chain. Runs in lane 0 only, and whoever had that lane
// before is fenced off, so nobody else can move the end of the chain.
import type { LedgerEntry, LedgerIntent } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord, Unit, UnitHandler } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { ledgerReceipt } from '../steps/announce.js';
import { type ChainHead, EMPTY_CHAIN, hashOf, linkEntry } from './chain.js';
import type { LedgerClaims } from './ledger-claims.js';
import type { LedgerSource } from './ledger-source.js';

export interface LedgerWriterDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly claims: LedgerClaims;
  readonly source: Pick<LedgerSource, 'last'>;
  readonly topicName: (name: string) => string;
}

export interface LedgerWriter {
  readonly handler: UnitHandler;
  /** Forgets the end of the chain: another instance may have moved it. It is read anew before the next entry. */
  readonly onAssigned: () => Promise<void>;
}

interface Asked {
  readonly position: string;
  readonly intent: LedgerIntent;
}

export function createLedgerWriter(deps: LedgerWriterDeps): LedgerWriter {
  const { codec, claims, topicName } = deps;
  /** The end of what is known to be committed; null: not known. */
  let head: ChainHead | null = null;

  async function handler(unit: Unit) {
    await codec.ensureSchemas(unit.records.map(({ value }) => value));
    const asked = firstOfEach(unit.records.flatMap((record) => readIntent(codec, record)));
    const outcomes = await claims.claim(
      asked.map(({ position, intent: { erasureId, kind } }) => ({ erasureId, kind, position })),
    );
    const wanted = asked.filter((_, index) => outcomes[index] !== 'lost');
    // Who asks again for a completion that is written has not heard of it: whatever was asked for earlier is committed by now.
    const missed = asked.filter(({ intent }, index) => outcomes[index] === 'lost' && intent.kind === 'COMPLETED');
    const receipts = missed.map(({ intent: { erasureId, orderRef, at } }) =>
      ledgerReceipt(deps, lane(orderRef as OrderRef), { erasureId, orderRef, at }),
    );
    if (wanted.length === 0) return { outputs: receipts };
    let end = head ?? (await readHead(deps));
    // Known again only when this unit is committed: until then nobody can say where the chain ends.
    head = null;
    const outputs = receipts;
    for (const { intent } of wanted) {
      const entry = linkEntry(end, intent);
      end = entry;
      outputs.push(entryRecord(deps, topicName(topics.erasureLedger.name), entry));
    }
    const committed: ChainHead = { sequence: end.sequence, hash: end.hash };
    return {
      outputs,
      afterCommit: () => {
        head = committed;
      },
    };
  }

  return {
    handler,
    onAssigned: () => {
      head = null;
      return Promise.resolve();
    },
  };
}

function readIntent(codec: LedgerWriterDeps['codec'], record: IncomingRecord): Asked[] {
  const { topic, partition, offset, value } = record;
  if (value === null) return [];
  const decoded = codec.decode(value, topics.erasureIntents);
  if (decoded.kind === 'refused') {
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
  }
  return [{ position: `${topic}:${partition}:${offset}`, intent: decoded.value }];
}

/** An intent may be repeated within a unit, too; the first position is the one that wins the claim. */
function firstOfEach(asked: readonly Asked[]): Asked[] {
  const first = new Map<string, Asked>();
  for (const item of asked) {
    const id = `${item.intent.erasureId}/${item.intent.kind}`;
    if (!first.has(id)) first.set(id, item);
  }
  return [...first.values()];
}

/** @throws LEDGER_BROKEN (crash) when the last entry does not agree with its own hash: nothing may be linked to it */
async function readHead({ codec, source }: LedgerWriterDeps): Promise<ChainHead> {
  const last = await source.last();
  if (last === null) return EMPTY_CHAIN;
  const entry = await decodeEntry(codec, last);
  if (entry === null || !entry.hash.equals(hashOf(entry))) {
    throw new FulfilmentError('LEDGER_BROKEN', { partition: last.partition, offset: last.offset });
  }
  return { sequence: entry.sequence, hash: entry.hash };
}

/** Null when the bytes are no entry. */
export async function decodeEntry(
  codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>,
  { value }: Pick<IncomingRecord, 'value'>,
): Promise<LedgerEntry | null> {
  if (value === null) return null;
  await codec.ensureSchemas([value]);
  const decoded = codec.decode(value, topics.erasureLedger);
  return decoded.kind === 'decoded' ? decoded.value : null;
}

function entryRecord({ codec }: LedgerWriterDeps, topic: string, entry: LedgerEntry): OutgoingRecord {
  return { topic, partition: 0, key: entry.erasureId, value: codec.encode(topics.erasureLedger, entry) };
}
