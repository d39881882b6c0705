// Has the lane of an order look at an authorisation, through the desk's own topic. Durable when it resolves.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { Component } from '#shared/runtime/component';
import type { Authorisation } from '../domain/authorisations/authorisation.js';

export type Touch = (authorisation: Pick<Authorisation, 'authorisationId' | 'orderRef'>) => Promise<void>;

const SEND_TIMEOUT_MS = 15_000;

export interface TouchSenderDeps {
  readonly kafka: KafkaClient;
  readonly codec: AvroCodec;
  readonly topicName: (name: string) => string;
  readonly laneOf: (orderRef: OrderRef) => number;
  readonly clock: Clock;
}

export function touchSender({ kafka, codec, topicName, laneOf, clock }: TouchSenderDeps): Component<Touch> {
  return {
    name: 'authorisation-touches',
    start: async () => {
      await codec.prepare([topics.deskAuthorisations]);
      const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
      const topic = topicName(topics.deskAuthorisations.name);
      const value: Touch = ({ authorisationId, orderRef }) => {
        const bytes = codec.encode(topics.deskAuthorisations, { authorisationId, orderRef, at: clock.nowMs() });
        return producer.send([{ topic, partition: laneOf(orderRef as OrderRef), key: orderRef, value: bytes }]);
      };
      return { value, stop: () => producer.stop() };
    },
  };
}
