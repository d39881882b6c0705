// Follows `policy.versions` for one process: whatever is published is in force a moment later, without a restart.
import { loadPolicy } from '#shared/policy/load-policy';
import type { AvroCodec } from '#shared/codec/codec';
import { backoffMs } from '#shared/pipeline/backoff';
import { createOutageLog } from '#shared/kafka/client/outage-log';
import { isPassing } from '#shared/kafka/client/transient';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import type { PartitionLog } from '#shared/kafka/partition-log';
import type { Component } from '#shared/runtime/component';
import type { LivePolicy } from './live-policy.js';
import { decodeVersions } from './published-versions.js';

export interface FollowDeps {
  readonly kafka: Pick<KafkaClient, 'logger' | 'waiting'>;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly log: PartitionLog;
  readonly live: LivePolicy;
  /** First offset that was not read yet. */
  readonly fromOffset: number;
}

export interface FollowedVersions {
  /** Rejects with the error that ends following for good, e.g. POLICY_INVALID: nothing may be released any more. Never resolves. */
  readonly done: Promise<void>;
}

/** How long one fetch waits at the broker; it answers as soon as a version is written. */
const WAIT_MS = 500;
const BACKOFF = { firstMs: 50, longestMs: 1_000 } as const;

export function followVersions(deps: FollowDeps): Component<FollowedVersions> {
  return {
    name: 'policy-versions',
    start: async () => {
      const stopping = new AbortController();
      const running = follow(deps, stopping.signal);
      const done = running.then(() => new Promise<void>(() => undefined));
      // Whoever runs the services listens; until then a failure must not end the process without a word.
      done.catch(() => undefined);
      return {
        value: { done },
        stop: async () => {
          stopping.abort();
          await running.catch(() => undefined);
          await deps.log.close();
        },
      };
    },
  };
}

async function follow({ kafka, codec, log, live, fromOffset }: FollowDeps, stop: AbortSignal): Promise<void> {
  const { clock, sleep, random } = kafka.waiting;
  const outage = createOutageLog(kafka.logger, clock, 'policy-versions');
  let offset = fromOffset;
  for (let failures = 0; !stop.aborted; ) {
    try {
      const { records, nextOffset } = await log.read(offset, WAIT_MS);
      for (const { text, version } of await decodeVersions(codec, records)) {
        const isNew = await live.takeOver(loadPolicy(text));
        if (isNew) kafka.logger.info({ policyVersion: String(version) }, 'a version of the policy is in force');
      }
      offset = nextOffset;
      failures = 0;
      outage.recovered();
    } catch (error) {
      if (!isPassing(error)) throw error;
      outage.failed(error);
      await sleep(backoffMs(++failures, BACKOFF, random), stop);
      await log.refresh().catch(() => undefined);
    }
  }
}
