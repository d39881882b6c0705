// The one writer of the ledger: intents → entries, each once, linked to the end of the chain, and signed a moment later. Runs in lane 0 only, and whoever had that lane
// before is fenced off, so nobody else can move the end of the chain.
import type { LedgerCheckpoint, LedgerEntry, LedgerIntent } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord, Unit, UnitHandler, UnitResult } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { ledgerReceipt } from '../steps/announce.js';
import { linkEntry } from '#shared/ledger-proof/chain';
import { type LedgerSigner, signCheckpoint } from '#shared/ledger-proof/checkpoint';
import type { LedgerClaims } from './ledger-claims.js';
import { type LedgerEnd, loadLedgerEnd } from './load-ledger-end.js';
import type { LedgerSource } from '#shared/ledger-proof/ledger-source';
import { grow, rootOf } from '#shared/ledger-proof/merkle-tree';

export interface LedgerWriterDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly claims: Pick<LedgerClaims, 'claim'>;
  readonly source: Pick<LedgerSource, 'all'>;
  readonly checkpoints: Pick<LedgerSource, 'last'>;
  readonly signer: LedgerSigner;
  readonly clock: Clock;
  readonly topicName: (name: string) => string;
}

export interface LedgerWriter {
  readonly handler: UnitHandler;
  readonly tick: (lane: number) => Promise<UnitResult>;
  /** Forgets the end of the chain: another instance may have moved it. It is read anew before the next entry. */
  readonly onAssigned: () => Promise<void>;
}

interface Asked {
  readonly position: string;
  readonly intent: LedgerIntent;
}

const NOTHING: UnitResult = Object.freeze({ outputs: [] });

export function createLedgerWriter(deps: LedgerWriterDeps): LedgerWriter {
  const { codec, claims, topicName } = deps;
  /** The end of what is known to be committed; null: not known. */
  let end: LedgerEnd | null = null;
  /** Entries that the newest checkpoint covers. */
  let signed = 0;

  async function load(): Promise<LedgerEnd> {
    const loaded = await loadLedgerEnd(deps);
    signed = loaded.signed;
    return loaded.end;
  }

  async function handler(unit: Unit) {
    await codec.ensureSchemas(unit.records.map(({ value }) => value));
    const asked = firstOfEach(unit.records.flatMap((record) => readIntent(codec, record)));
    const outcomes = await claims.claim(
      asked.map(({ position, intent: { erasureId, kind, orderRef } }) => ({ erasureId, kind, orderRef, position })),
    );
    const wanted = asked.filter((_, index) => outcomes[index] !== 'lost');
    // Who asks again for a completion that is written has not heard of it: whatever was asked for earlier is committed by now.
    const missed = asked.filter(({ intent }, index) => outcomes[index] === 'lost' && intent.kind === 'COMPLETED');
    const receipts = missed.map(({ intent }) => receiptOf(intent));
    if (wanted.length === 0) return { outputs: receipts };
    let { head, tree } = end ?? (await load());
    // Known again only when this unit is committed: until then nobody can say where the chain ends.
    end = null;
    const outputs = receipts;
    for (const { intent } of wanted) {
      const entry = linkEntry(head, intent);
      head = { sequence: entry.sequence, hash: entry.hash };
      tree = grow(tree, entry.hash);
      outputs.push(entryRecord(deps, topicName(topics.erasureLedger.name), entry));
      // In one transaction with the entry: whoever hears it can read it.
      if (entry.kind === 'COMPLETED') outputs.push(receiptOf(intent));
    }
    const committed: LedgerEnd = { head, tree };
    return {
      outputs,
      afterCommit: () => {
        end = committed;
      },
    };
  }

  /** Tells the lane of the order that the proof is written. */
  function receiptOf({ erasureId, orderRef, at }: LedgerIntent): OutgoingRecord {
    return ledgerReceipt(deps, lane(orderRef as OrderRef), { erasureId, orderRef, at });
  }

  /** Signs what came since the last checkpoint. */
  async function tick(lane: number): Promise<UnitResult> {
    if (lane !== 0) return NOTHING;
    end ??= await load();
    const { head, tree } = end;
    if (tree.size === signed) return NOTHING;
    const state = {
      size: tree.size,
      root: rootOf(tree),
      peaks: [...tree.peaks],
      head: head.hash,
      at: deps.clock.nowMs(),
    };
    return {
      outputs: [checkpointRecord(deps, signCheckpoint(deps.signer, state))],
      afterCommit: () => {
        signed = tree.size;
      },
    };
  }

  return {
    handler,
    tick,
    onAssigned: () => {
      end = null;
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

function entryRecord({ codec }: LedgerWriterDeps, topic: string, entry: LedgerEntry): OutgoingRecord {
  return { topic, partition: 0, key: entry.erasureId, value: codec.encode(topics.erasureLedger, entry) };
}

function checkpointRecord({ codec, topicName }: LedgerWriterDeps, checkpoint: LedgerCheckpoint): OutgoingRecord {
  return {
    topic: topicName(topics.erasureCheckpoints.name),
    partition: 0,
    key: String(checkpoint.size),
    value: codec.encode(topics.erasureCheckpoints, checkpoint),
  };
}
