// What the desk tells others on their topics: events of an order to intake, wishes for notices to notifications. Durable when it resolves.
import type {
  AccountDeactivated,
  AddressCorrected,
  NotificationRequest,
  RecordName,
  RecordTypes,
  SealedBlock,
} from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { partitionOfKey } from '#shared/kafka/partition-of-key';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { Component } from '#shared/runtime/component';

type OrderEventName = Extract<RecordName, `fulfilment.orders.AfterSales${string}`>;
/** What the ingress topic gets of a corrected address: nothing that can be read there. */
type SealedCorrection = Omit<AddressCorrected, 'shipping'> & {
  readonly shipping: { readonly 'fulfilment.crypto.SealedBlock': SealedBlock };
};

export interface NewsSender {
  /** To the partition that the shop's own events of the order go to: their order counts. */
  orderEvent<Name extends OrderEventName>(name: Name, event: RecordTypes[Name]): Promise<void>;
  addressCorrected(event: SealedCorrection): Promise<void>;
  accountEvent(event: AccountDeactivated): Promise<void>;
  notice(request: NotificationRequest): Promise<void>;
}

const SEND_TIMEOUT_MS = 15_000;

export function newsSender(
  kafka: KafkaClient,
  codec: AvroCodec,
  topicName: (name: string) => string,
): Component<NewsSender> {
  return {
    name: 'desk-news',
    start: async () => {
      await codec.prepare([topics.ordersEvents, topics.accountsClosed, topics.notificationsRequested]);
      const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
      const send = (topic: { name: string; partitions: number }, key: string, value: Buffer): Promise<void> =>
        producer.send([{ topic: topicName(topic.name), partition: partitionOfKey(key, topic.partitions), key, value }]);
      const value: NewsSender = {
        orderEvent: (name, event) =>
          send(topics.ordersEvents, event.orderId, codec.encode(topics.ordersEvents, event, name)),
        addressCorrected: (event) =>
          send(
            topics.ordersEvents,
            event.orderId,
            codec.encode(topics.ordersEvents, event, 'fulfilment.orders.AddressCorrected'),
          ),
        accountEvent: (event) =>
          send(topics.accountsClosed, event.customerId, codec.encode(topics.accountsClosed, event)),
        notice: (request) =>
          send(topics.notificationsRequested, request.orderRef, codec.encode(topics.notificationsRequested, request)),
      };
      return { value, stop: () => producer.stop() };
    },
  };
}
