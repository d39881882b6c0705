// The records of a unit, by what they tell of.
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord } from '#shared/pipeline/unit';

const INPUTS = {
  facts: topics.ordersFacts.name,
  progress: topics.shipmentsProgress.name,
  receipts: topics.erasureReceipts.name,
  confirmations: topics.erasureConfirmations.name,
  commands: topics.erasureCommands.name,
  register: topics.erasureParticipants.name,
} as const;

export type ByTopic = Readonly<Record<keyof typeof INPUTS, readonly IncomingRecord[]>>;

/** @param topicName the real name of a topic of the catalogue */
export function createSortByTopic(
  topicName: (name: string) => string,
): (records: readonly IncomingRecord[]) => ByTopic {
  const kinds = Object.entries(INPUTS).map(([kind, name]) => [topicName(name), kind as keyof ByTopic] as const);
  const kindOf = new Map<string, keyof ByTopic>(kinds);
  return (records) => {
    const sorted: Record<keyof ByTopic, IncomingRecord[]> = {
      facts: [],
      progress: [],
      receipts: [],
      confirmations: [],
      commands: [],
      register: [],
    };
    for (const record of records) sorted[kindOf.get(record.topic) ?? 'receipts'].push(record);
    return sorted;
  };
}
