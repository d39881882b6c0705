// Reads the ledger back from its single partition, without a consumer group: the end of it for the writer, all of it for the check.
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { createPartitionReader } from '#shared/kafka/partition-reader';
import type { LedgerSource } from './ledger-source.js';

/** @param topic the real name of the ledger's topic. All calls reject with TOPIC_MISSING or kafkajs' errors, which may be tried again. */
export function createKafkaLedgerSource(client: KafkaClient, topic: string): LedgerSource {
  return createPartitionReader(client, topic);
}
