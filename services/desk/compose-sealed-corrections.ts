// Corrected addresses travel to intake as those of an order service with the library do: sealed to its newest public key, so that none of them
// lies in clear on the ingress topic, not even for a moment.
import type { AddressCorrected } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { isPassing } from '#shared/kafka/client/transient';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { retry } from '#shared/pipeline/retry';
import type { Platform } from '#shared/platform/platform';
import { followKeys } from '#shared/publisher/follow-keys';
import { createKeyBook } from '#shared/publisher/key-book';
import { sealCorrection, type SealedCorrection } from '#shared/publisher/seal-order';
import { createSessions } from '#shared/publisher/sessions';
import type { Component } from '#shared/runtime/component';

export type SealCorrection = (event: AddressCorrected) => Promise<SealedCorrection>;

/** Corrections are few: a session is young rather than used up. */
const SESSION = { blocksPerSession: 1_000, sessionMs: 600_000 } as const;

const PATIENCE = { backoff: { firstMs: 50, longestMs: 1_000 }, budgetMs: 20_000, isRetriable: isPassing } as const;

/** As long as no key is announced it throws INGRESS_KEY_MISSING: the correction waits, and nothing leaves in clear. */
export function correctionSealer({ kafka, codec, topicName, realClock }: Platform): Component<SealCorrection> {
  return {
    name: 'correction-sealer',
    start: async () => {
      const book = createKeyBook(codec);
      // The desk opens whether intake has announced a key or not; a broker that is busy with its leaders is asked again.
      const follower = await retry(kafka.waiting, PATIENCE, async () => {
        const log = await openPartitionLog(kafka, topicName(topics.ordersIngressKeys.name), 0);
        return followKeys(kafka, log, book, 0).catch(async (error: unknown) => {
          await log.close();
          throw error;
        });
      });
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
