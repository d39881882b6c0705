// A topic of the Kafka in memory, read back as the ledger is.
import type { LedgerSource } from '#shared/ledger-proof/ledger-source';
import type { SmallKafka } from './small-kafka.js';

export function topicSource(kafka: SmallKafka, topic: string): LedgerSource {
  return {
    last: () => Promise.resolve(kafka.records(topic).at(-1) ?? null),
    all: async function* all(fromOffset = 0) {
      yield kafka.records(topic).filter(({ offset }) => Number(offset) >= fromOffset);
    },
  };
}
