// Blocks that their publisher sealed → the plain records inside, so that everything after this step is the same for both kinds of order.
// Whatever does not open has a name and a path; the order is then refused like any other that is not sound.
import type { OrderPlaced, SealedBlock } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import { ok } from '#shared/pipeline/outcome';
import type { Step } from '#shared/pipeline/step';
import type { BlockOpener } from '../adapters/block-opener.js';
import type { EventRecord } from './decode-events.js';
import type { Fault } from '#shared/order-rules/find-faults';

/** An event whose blocks are open as far as they could be opened; `blockFaults` tells why others were not. */
export type OpenedEvent = EventRecord & { readonly blockFaults?: readonly Fault[] };

export interface OpenBlocksDeps {
  readonly codec: Pick<AvroCodec, 'decodeBare'>;
  readonly opener: BlockOpener;
}

/** Events with blocks: an order has four, a corrected address is one. */
type BearingEvent = Extract<
  EventRecord,
  { recordName: 'fulfilment.orders.OrderPlaced' | 'fulfilment.orders.AddressCorrected' }
>;

const SEALED = 'fulfilment.crypto.SealedBlock';
const CATEGORIES = ['shipping', 'contact', 'payment', 'signals'] as const;
type BlockCategory = (typeof CATEGORIES)[number];
const SCHEMA_NAMES = {
  shipping: 'fulfilment.orders.Shipping',
  contact: 'fulfilment.orders.Contact',
  payment: 'fulfilment.orders.Payment',
  signals: 'fulfilment.orders.Signals',
} as const satisfies Record<BlockCategory, string>;

export function createOpenBlocks(deps: OpenBlocksDeps): Step<EventRecord, OpenedEvent> {
  return async function openBlocks(items) {
    const sealed = items.flatMap(({ value }) => (bearsBlocks(value) ? sealedBlocks(value.value) : []));
    if (sealed.length === 0) return items.map(({ value }) => ok(value));
    await deps.opener.prepare(sealed);
    return items.map(({ record, value }) =>
      ok(bearsBlocks(value) ? openEvent(deps, value, record.timestampMs) : value),
    );
  };
}

function bearsBlocks(event: EventRecord): event is BearingEvent {
  const { recordName } = event;
  return recordName === 'fulfilment.orders.OrderPlaced' || recordName === 'fulfilment.orders.AddressCorrected';
}

type Blocks = Pick<OrderPlaced, 'eventId' | 'orderId'> & Partial<Pick<OrderPlaced, BlockCategory>>;

function sealedBlocks(event: Blocks): SealedBlock[] {
  return CATEGORIES.flatMap((category) => {
    const block = event[category];
    return block !== undefined && SEALED in block ? [block[SEALED]] : [];
  });
}

/** The event itself when none of its blocks is sealed. */
function openEvent(deps: OpenBlocksDeps, event: BearingEvent, arrivedAtMs: number): OpenedEvent {
  const order: Blocks = event.value;
  const opened: Record<string, unknown> = {};
  const blockFaults: Fault[] = [];
  for (const category of CATEGORIES) {
    const block = order[category];
    if (block === undefined || !(SEALED in block)) continue;
    const outcome = openOne(deps, order, category, block[SEALED], arrivedAtMs);
    if (outcome.kind === 'opened') opened[category] = { [SCHEMA_NAMES[category]]: outcome.value };
    else blockFaults.push({ code: outcome.code, path: category });
  }
  if (blockFaults.length === 0 && Object.keys(opened).length === 0) return event;
  return { ...event, value: { ...event.value, ...opened }, blockFaults } as OpenedEvent;
}

type OpenedOne =
  | { readonly kind: 'opened'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly code: Fault['code'] };

function openOne(
  { codec, opener }: OpenBlocksDeps,
  { eventId, orderId }: Blocks,
  category: BlockCategory,
  block: SealedBlock,
  arrivedAtMs: number,
): OpenedOne {
  const schemaName = SCHEMA_NAMES[category];
  const outcome = opener.open(block, { category, schemaName, eventId, orderId, arrivedAtMs });
  if (outcome.kind !== 'opened') return { kind: 'refused', code: outcome.code };
  const decoded = codec.decodeBare(schemaName, outcome.plain);
  outcome.plain.fill(0);
  return decoded.kind === 'decoded' ? { kind: 'opened', value: decoded.value } : decoded;
}
