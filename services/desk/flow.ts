// What the desk follows of orders: facts, sealed blocks and statuses go on its shelf, erasure requests take them off.
import { setImmediate as nextRound } from 'node:timers/promises';
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { AvroCodec } from '#shared/codec/codec';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { Refs } from '#shared/refs/refs';
import { eraseOrders, type EraseOrdersDeps } from './steps/erase-orders.js';
import type { CasesOfOrder, AfterSalesStore } from './store/after-sales-store.js';
import type { ShelfChange } from './store/order-shelf.js';

export interface DeskFlowDeps extends EraseOrdersDeps {
  readonly codec: AvroCodec;
  readonly refs: Pick<Refs, 'orderRef'>;
  readonly cases: Pick<AfterSalesStore, 'follow' | 'erase'>;
  /** Requests that came by mail. */
  readonly takeMailed: (records: readonly IncomingRecord[]) => Promise<void>;
  /** What happens to accounts. */
  readonly followAccounts: (records: readonly IncomingRecord[]) => Promise<void>;
  readonly authorisations: EraseOrdersDeps['authorisations'] & {
    /** What was touched of what people authorise. */
    follow(records: readonly IncomingRecord[]): Promise<readonly OutgoingRecord[]>;
  };
}

/** Records that are read before whoever asks meanwhile is served. */
const READ_AT_ONCE = 250;

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
  const authorised = topicName(topics.deskAuthorisations.name);
  return async ({ records }) => {
    await codec.ensureSchemas(records.map(({ value }) => value));
    const cases: CasesOfOrder[] = [];
    const changes: ShelfChange[] = [];
    for (let from = 0; from < records.length; from += READ_AT_ONCE) {
      for (const record of records.slice(from, from + READ_AT_ONCE))
        changes.push(...(readers[record.topic]?.(record, cases) ?? []));
      await nextRound();
    }
    await shelf.apply(changes);
    await deps.cases.follow(cases);
    await deps.followAccounts(records.filter(({ topic }) => accounts.has(topic)));
    await deps.takeMailed(records.filter(({ topic }) => topic === mailed));
    const touched = records.filter(({ topic }) => topic === authorised);
    const published = touched.length === 0 ? [] : await deps.authorisations.follow(touched);
    const asked = records.filter(({ topic }) => topic === requests);
    return { outputs: [...published, ...(await eraseOrders(deps, asked))] };
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

function textOf(key: Buffer | null): string {
  return key?.toString('utf8') ?? '';
}
