// Corrected addresses travel to intake as those of an order service with the library do: sealed to its newest public key, so that none of them
// lies in clear on the ingress topic, not even for a moment.
import type { AddressCorrected } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { openPartitionLog } from '#shared/kafka/partition-log';
import type { Platform } from '#shared/platform/platform';
import { followKeys } from '#shared/publisher/follow-keys';
import { createKeyBook } from '#shared/publisher/key-book';
import { sealCorrection, type SealedCorrection } from '#shared/publisher/seal-order';
import { createSessions } from '#shared/publisher/sessions';
import type { Component } from '#shared/runtime/component';

export type SealCorrection = (event: AddressCorrected) => Promise<SealedCorrection>;

/** Corrections are few: a session is young rather than used up. */
const SESSION = { blocksPerSession: 1_000, sessionMs: 600_000 } as const;

/** As long as no key is announced it throws INGRESS_KEY_MISSING: the correction waits, and nothing leaves in clear. */
export function correctionSealer({ kafka, codec, topicName, realClock }: Platform): Component<SealCorrection> {
  return {
    name: 'correction-sealer',
    start: async () => {
      const book = createKeyBook(codec);
      const log = await openPartitionLog(kafka, topicName(topics.ordersIngressKeys.name), 0);
      // The desk opens whether intake has announced a key or not.
      const follower = await followKeys(kafka, log, book, 0);
      const session = createSessions({
        newestKey: () => book.newestAt(realClock.nowMs()),
        clock: realClock,
        ...SESSION,
      });
      const value: SealCorrection = async (event) => sealCorrection(codec, await session(), event);
      return { value, stop: () => follower.stop() };
    },
  };
}
