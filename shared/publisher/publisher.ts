// What an order service publishes with: every event is checked by the rules of intake, sealed, and written once. No personal block leaves
// the process in plain, and no more waits in memory than was allowed.
import type { RecordTypes } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { RefusalCode } from '#shared/errors/catalogue';
import type { SealingSession } from '#shared/hpke/sealing-session';
import type { PlainProducer } from '#shared/kafka/ports';
import type { NamedEvent } from '#shared/order-rules/event-faults';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { type ExplainedFault, judgeEvent, judgeName, misshapen } from './judge-event.js';
import { completeCorrection, completeOrder, type ShopCorrection, type ShopOrder } from './shop-order.js';
import { withoutNeedless } from './needless-fields.js';
import { createRoom } from './room.js';
import { BEARING_BLOCKS, sealEvent } from './seal-order.js';

type ShortName<Name extends string> = Name extends `fulfilment.orders.${infer Short}` ? Short : never;
type EventName = ShortName<NamedEvent['recordName']>;

/** The events a shop can publish, by the short name of their record. */
export type ShopEvents = {
  readonly [Name in EventName]: Name extends 'OrderPlaced'
    ? ShopOrder
    : Name extends 'AddressCorrected'
      ? ShopCorrection
      : RecordTypes[`fulfilment.orders.${Name}`];
};

export interface ShopEvent<Name extends EventName = EventName> {
  readonly type: Name;
  readonly event: ShopEvents[Name];
}

export type Published =
  /** The broker has it, once. Whether the order is accepted is told on `orders.statuses`. */
  | { readonly kind: 'published' }
  /** Nothing was sent. `code` is what intake would have refused it with. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly faults: readonly ExplainedFault[] };

type Refused = Extract<Published, { kind: 'refused' }>;

export interface Publisher {
  /**
   * Checks, seals and sends one event. Resolves once the broker has it; waits its turn while too many are under way, so a caller that
   * awaits is never ahead of the broker. Rejects only when the broker can't be reached within the delivery time-out.
   */
  publish<Name extends EventName>(type: Name, event: ShopEvents[Name]): Promise<Published>;
  /** Takes events one by one as there is room, for streams of any length. @returns how many were published and refused */
  publishAll(
    events: Iterable<ShopEvent> | AsyncIterable<ShopEvent>,
    onRefused?: (event: ShopEvent, refused: Refused) => void,
  ): Promise<{ readonly published: number; readonly refused: number }>;
  /** Resolves when everything under way is acknowledged and the connections are closed. */
  close(): Promise<void>;
}

export interface PublisherDeps {
  readonly policy: () => Policy;
  readonly codec: Pick<AvroCodec, 'encode' | 'encodeBare'>;
  readonly producer: PlainProducer;
  /** The session to seal with; undefined: blocks travel in plain. */
  readonly session: () => Promise<SealingSession> | undefined;
  /** Which partition the events of an order go to: always the same one. */
  readonly partitionOf: (orderId: string) => number;
  readonly topic: string;
  readonly mostInFlight: number;
  readonly onClose: () => Promise<void>;
}

const PUBLISHED: Published = Object.freeze({ kind: 'published' });
const BATCH = 500;

export function createPublisher(deps: PublisherDeps): Publisher {
  const room = createRoom(deps.mostInFlight);

  async function prepare(type: EventName, event: unknown): Promise<OutgoingRecord | Refused> {
    const recordName: NamedEvent['recordName'] = `fulfilment.orders.${type}`;
    const unknown = judgeName(recordName);
    if (unknown !== null) return { kind: 'refused', ...unknown };
    const session = BEARING_BLOCKS.has(recordName) ? await deps.session() : undefined;
    try {
      const named = { recordName, value: completed(type, event) } as NamedEvent;
      const policy = deps.policy();
      const faults = judgeEvent(policy, named);
      return faults === null ? toRecord(withoutNeedless(policy, named), session) : { kind: 'refused', ...faults };
    } catch (error) {
      const faults = misshapen(error, recordName, event);
      if (faults === null) throw error;
      return { kind: 'refused', ...faults };
    }
  }

  function toRecord(named: NamedEvent, session: SealingSession | undefined): OutgoingRecord {
    const value = session === undefined ? named.value : sealEvent(deps.codec, session, named);
    const { orderId } = named.value;
    return {
      topic: deps.topic,
      partition: deps.partitionOf(orderId),
      key: orderId,
      value: deps.codec.encode(topics.ordersEvents, value, named.recordName),
    };
  }

  return {
    publish: (type, event) =>
      room.within(1, async () => {
        const prepared = await prepare(type, event);
        if ('kind' in prepared) return prepared;
        await deps.producer.send([prepared]);
        return PUBLISHED;
      }),

    publishAll: async (events, onRefused) => {
      let [published, refused] = [0, 0];
      let batch: OutgoingRecord[] = [];
      const flush = async (): Promise<void> => {
        const records = batch;
        batch = [];
        if (records.length > 0) await room.started(records.length, () => deps.producer.send(records));
        published += records.length;
      };
      for await (const one of events) {
        const prepared = await prepare(one.type, one.event);
        if ('kind' in prepared) {
          refused++;
          onRefused?.(one, prepared);
        } else if (batch.push(prepared) === Math.min(BATCH, deps.mostInFlight)) await flush();
      }
      await flush();
      await room.empty();
      return { published, refused };
    },

    close: async () => {
      await room.empty();
      await deps.producer.stop();
      await deps.onClose();
    },
  };
}

function completed(type: EventName, event: unknown): unknown {
  if (type === 'OrderPlaced') return completeOrder(event as ShopOrder);
  return type === 'AddressCorrected' ? completeCorrection(event as ShopCorrection) : event;
}
