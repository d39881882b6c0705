// Publishes decisions of analysts, each in the lane of its order.
import type { Decision } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { Component } from '#shared/runtime/component';

export type PublishDecision = (decision: Decision) => Promise<void>;

const SEND_TIMEOUT_MS = 15_000;

/** @param laneOf the partition of an order's decisions */
export function decisionSender(
  kafka: KafkaClient,
  codec: AvroCodec,
  topicName: (name: string) => string,
  laneOf: (orderRef: OrderRef) => number,
): Component<PublishDecision> {
  return {
    name: 'fraud-decisions',
    start: async () => {
      await codec.prepare([topics.fraudDecisions]);
      const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
      const value: PublishDecision = (decision) => {
        const { orderRef } = decision;
        const bytes = codec.encode(topics.fraudDecisions, decision);
        const topic = topicName(topics.fraudDecisions.name);
        return producer.send([{ topic, partition: laneOf(orderRef as OrderRef), key: orderRef, value: bytes }]);
      };
      return { value, stop: () => producer.stop() };
    },
  };
}
