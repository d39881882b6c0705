// An analyst of the sample, who knows nothing but the flagged stream: looks at what fraud control wants a person to see and decides.
import type { Assessment, Decision } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { OutsideConnection } from './outside/connection.js';
import { createDeferred } from './outside/deferred.js';
import { startOutsidePublisher } from './outside/publisher.js';
import { startOutsideReader } from './outside/reader.js';
import { startTogether } from './outside/start-together.js';
import { createRandom } from './seeded-random.js';

export interface AnalystOptions {
  readonly connection: OutsideConnection;
  /** Before every topic and group; default none. */
  readonly topicPrefix?: string;
  readonly clock: Clock;
  readonly groupId: string;
  /** Decides which orders are refused. */
  readonly seed: number | string;
  /** Share of the orders looked at that is refused; default a tenth. */
  readonly refused?: number;
  /** Others are left to whoever placed them. */
  readonly isOurs: (orderRef: string) => boolean;
  /** The lane of an order: a decision lies in it. */
  readonly laneOf: (orderRef: string) => number;
}

export interface AnalystCounts {
  readonly released: number;
  readonly refused: number;
}

export interface Analyst {
  counts(): AnalystCounts;
  /** Resolves with what ended the analyst's work for good. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

const CLIENT = 'fraud-analyst';

/** @throws when the login or a topic is refused or missing */
export async function startAnalyst(options: AnalystOptions): Promise<Analyst> {
  const { connection, topicPrefix = '', clock, groupId, seed, isOurs, laneOf, refused: share = 0.1 } = options;
  const decisions = `${topicPrefix}fraud.decisions`;
  const decided = new Set<string>();
  const counts = { released: 0, refused: 0 };
  const failed = createDeferred<Error>();
  const queue: Decision[] = [];
  const decide = ({ orderRef, revision, verdict, reasons }: Assessment): void => {
    if (verdict !== 'REVIEW' || decided.has(orderRef) || !isOurs(orderRef)) return;
    decided.add(orderRef);
    const isRefused = createRandom(`${seed}/${orderRef}`).chance(share);
    counts[isRefused ? 'refused' : 'released']++;
    queue.push({
      orderRef,
      ruling: isRefused ? 'REFUSE' : 'RELEASE',
      note: reasons.map(({ code }) => code).join(' '),
      decidedBy: CLIENT,
      decidedAt: clock.nowMs(),
      revision,
    });
  };
  const [publisher, reader] = await startTogether([
    startOutsidePublisher(connection, CLIENT),
    startOutsideReader({
      connection,
      clientId: CLIENT,
      groupId,
      topic: `${topicPrefix}fraud.flags`,
      onRecords: (records) => {
        for (const record of records) if (record.kind === 'value') decide(record.value as Assessment);
        const made = queue.splice(0);
        const outputs = made.map((value) => {
          const { orderRef: key } = value;
          return { topic: decisions, subject: `${decisions}-value`, key, value, partition: laneOf(key) };
        });
        if (outputs.length > 0) publisher.publish(outputs).catch((error: unknown) => failed.resolve(error as Error));
      },
    }),
  ]);
  void reader.failed.then(failed.resolve);
  return {
    counts: () => ({ ...counts }),
    failed: failed.promise,
    stop: async () => {
      await Promise.all([publisher.stop(), reader.stop()]);
    },
  };
}
