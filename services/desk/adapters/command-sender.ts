// Orders erasures at the service of erasure, through its topic of commands.
import type { ErasureCommand } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { Component } from '#shared/runtime/component';

export type SendCommand = (command: ErasureCommand) => Promise<void>;

const SEND_TIMEOUT_MS = 15_000;

/** @param laneOf the partition of an order's commands */
export function commandSender(
  kafka: KafkaClient,
  codec: AvroCodec,
  topicName: (name: string) => string,
  laneOf: (orderRef: OrderRef) => number,
): Component<SendCommand> {
  return {
    name: 'erasure-commands',
    start: async () => {
      await codec.prepare([topics.erasureCommands]);
      const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
      const value: SendCommand = (command) => {
        const { orderRef } = command;
        const bytes = codec.encode(topics.erasureCommands, command);
        const topic = topicName(topics.erasureCommands.name);
        return producer.send([{ topic, partition: laneOf(orderRef as OrderRef), key: orderRef, value: bytes }]);
      };
      return { value, stop: () => producer.stop() };
    },
  };
}
