// What the desk follows, in the lane of the order: facts, sealed blocks and statuses go on its shelf, erasure requests take them off.
import { topics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { AvroCodec } from '#shared/codec/codec';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { Refs } from '#shared/refs/refs';
import type { CasesOfOrder, AfterSalesStore } from './store/after-sales-store.js';
import type { OrderShelf, ShelfChange } from './store/order-shelf.js';

/** Who we are in `erasure.receipts`. */
export const DESK_PARTICIPANT = 'desk';

export interface DeskFlowDeps {
  readonly codec: AvroCodec;
  readonly refs: Pick<Refs, 'orderRef'>;
  readonly shelf: Pick<OrderShelf, 'apply' | 'erase'>;
  readonly cases: Pick<AfterSalesStore, 'follow' | 'erase'>;
  /** Requests that came by mail. */
  readonly takeMailed: (records: readonly IncomingRecord[]) => Promise<void>;
  /** What happens to accounts. */
  readonly followAccounts: (records: readonly IncomingRecord[]) => Promise<void>;
  readonly clock: Clock;
  readonly topicName: (name: string) => string;
  /** Whether erasure waits for our receipt. */
  readonly isParticipant: boolean;
}

export function createDeskFlow(deps: DeskFlowDeps): UnitHandler {
  const { codec, topicName, shelf } = deps;
  const readers: Readonly<Record<string, (record: IncomingRecord, cases: CasesOfOrder[]) => readonly ShelfChange[]>> = {
    [topicName(topics.ordersFacts.name)]: (record, cases) => factsChange(codec, record, cases),
    [topicName(topics.ordersSealed.name)]: sealedChange,
    [topicName(topics.ordersStatuses.name)]: (record) => statusChange(deps, record),
  };
  const mailed = topicName(topics.deskRequests.name);
  const accounts = new Set([topics.accountsEvents, topics.accountsClosed].map(({ name }) => topicName(name)));
  const requests = topicName(topics.erasureRequests.name);
  return async ({ records }) => {
    await codec.ensureSchemas(records.map(({ value }) => value));
    const cases: CasesOfOrder[] = [];
    await shelf.apply(records.flatMap((record) => readers[record.topic]?.(record, cases) ?? []));
    await deps.cases.follow(cases);
    await deps.followAccounts(records.filter(({ topic }) => accounts.has(topic)));
    await deps.takeMailed(records.filter(({ topic }) => topic === mailed));
    const asked = records.filter(({ topic, value }) => topic === requests && value !== null);
    const outputs: OutgoingRecord[] = [];
    for (const record of asked) outputs.push(...(await erase(deps, record)));
    return { outputs };
  };
}

/** @param cases takes what the facts say of cases; most orders never have one, and nothing is looked up for them */
function factsChange(
  codec: AvroCodec,
  { topic, key, value }: IncomingRecord,
  cases: CasesOfOrder[],
): readonly ShelfChange[] {
  const orderRef = textOf(key) as OrderRef;
  if (value === null) return [{ orderRef, part: 'facts', value }];
  const decoded = codec.decode(value, topics.ordersFacts);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  const { orderRef: ofFacts, customerRef, openCases, caseClosedAt } = decoded.value;
  if (openCases.length > 0 || caseClosedAt !== null)
    cases.push({ orderRef: ofFacts as OrderRef, openCaseIds: openCases, closedAtMs: caseClosedAt });
  return [{ orderRef, part: 'facts', value, customerRef }];
}

/** The key is `orderRef/category`; the block stays as it is. */
function sealedChange({ key, value }: IncomingRecord): readonly ShelfChange[] {
  const [orderRef, category] = textOf(key).split('/');
  if (orderRef === undefined || category === undefined || !/^[a-z-]+$/.test(category)) return [];
  return [{ orderRef: orderRef as OrderRef, part: `blocks.${category}`, value }];
}

/** The last one tells where the order stands, the last of each status how it came there. */
function statusChange({ refs, codec }: DeskFlowDeps, { topic, key, value }: IncomingRecord): readonly ShelfChange[] {
  const orderRef = refs.orderRef(textOf(key));
  if (value === null) return [{ orderRef, part: 'status', value }];
  const decoded = codec.decode(value, topics.ordersStatuses);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  return [
    { orderRef, part: 'status', value },
    { orderRef, part: `stages.${decoded.value.status}`, value },
  ];
}

/** Deletes before it answers, so that a receipt is never ahead of what it says. */
async function erase(deps: DeskFlowDeps, { topic, value }: IncomingRecord): Promise<readonly OutgoingRecord[]> {
  const { codec, shelf, clock, topicName } = deps;
  const decoded = codec.decode(value as Buffer, topics.erasureRequests);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  const { erasureId, categories } = decoded.value;
  const orderRef = decoded.value.orderRef as OrderRef;
  const isWhole = categories.length === 0;
  const gone = categories.map((category): ShelfChange => ({ orderRef, part: `blocks.${category}`, value: null }));
  const deletedCases = isWhole || categories.includes('after-sales') ? await deps.cases.erase([orderRef]) : 0;
  const deletedDocuments = deletedCases + (isWhole ? await shelf.erase([orderRef]) : gone.length);
  if (!isWhole) await shelf.apply(gone);
  if (!deps.isParticipant) return [];
  const receipt = {
    erasureId,
    orderRef,
    participant: DESK_PARTICIPANT,
    deletedRecords: 0,
    deletedDocuments,
    at: clock.nowMs(),
  };
  return [
    {
      topic: topicName(topics.erasureReceipts.name),
      partition: lane(orderRef),
      key: erasureId,
      value: codec.encode(topics.erasureReceipts, receipt),
    },
  ];
}

function textOf(key: Buffer | null): string {
  return key?.toString('utf8') ?? '';
}
