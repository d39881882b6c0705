// The past as it lies in the topics of the broker: orders, what became known of them, rulings of analysts, sign-ins.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { createFraudSeal } from '#shared/refs/fraud-seal';
import { readTopicValues } from './adapters/topic-values.js';
import type { Label } from './domain/backtest/measure.js';
import { EntityLists } from './domain/entity-lists.js';
import type { SignIn } from './domain/sign-in.js';
import { type KeptOrder, keptOrder } from './steps/observation-record.js';
import { listEntry } from './steps/read-lists.js';
import { signInOf } from './steps/sign-in-record.js';
import type { PastOfTopics } from './backtest/backtest-command.js';
import { noteLabel } from './backtest/read-labels.js';

export interface PastDeps {
  readonly kafka: KafkaClient;
  readonly codec: AvroCodec;
  /** Real names of topics. */
  readonly topicName: (name: string) => string;
  /** Opens the numbers of orders; see `createFraudSeal`. */
  readonly sealKey: Parameters<typeof createFraudSeal>[0];
}

export async function pastOfTopics({ kafka, codec, topicName: nameOf, sealKey }: PastDeps): Promise<PastOfTopics> {
  const seal = createFraudSeal(sealKey);
  const orders = new Map<string, KeptOrder>();
  await readTopicValues(kafka, codec, topics.fraudObservations, nameOf(topics.fraudObservations.name), (key, value) => {
    if (value === null) orders.delete(key);
    else orders.set(key, keptOrder(value, seal.open));
  });
  const labels = new Map<string, Label>();
  await readTopicValues(kafka, codec, topics.fraudOutcomes, nameOf(topics.fraudOutcomes.name), (_, value) => {
    if (value === null) return;
    const truth = value.truth === 'CHARGEBACK' ? 'fraud' : 'good';
    noteLabel(labels, value.orderId, { truth, knownAt: value.knownAt });
  });
  const lists = new EntityLists();
  await readTopicValues(kafka, codec, topics.fraudLists, nameOf(topics.fraudLists.name), (entryId, value) => {
    if (value === null) lists.remove(entryId);
    else lists.put(listEntry(value));
  });
  const signIns = new Map<string, SignIn>();
  await readTopicValues(kafka, codec, topics.fraudSignIns, nameOf(topics.fraudSignIns.name), (signInRef, value) => {
    if (value === null) signIns.delete(signInRef);
    else if (value.signal === 'SIGNED_IN') signIns.set(signInRef, signInOf(value));
  });
  return { orders: [...orders.values()], labels, lists, signIns: [...signIns.values()] };
}
