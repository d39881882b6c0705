// From what happened to what is to be told, on one page: contacts kept sealed, notices noted once each, erased orders forgotten. Sending is the sender's.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { createSettleOutcomes, type SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { OutgoingRecord, Refusal, Unit, UnitHandler } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import { lane } from '#shared/refs/lane';
import { plainStatus } from './domain/delivery.js';
import type { NoticeKind } from './domain/notice.js';
import { noticeIdOf } from './steps/notice-id.js';
import { type Heard, readInputs, type ReadDeps, type ReadInputs } from './steps/read-inputs.js';
import type { ChannelId, NotedNotice, Outbox } from './store/outbox.js';

export interface NotificationsFlowDeps extends ReadDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'encode' | 'ensureSchemas'>;
  readonly outbox: Outbox;
  readonly policy: Pick<PolicySource, 'current'>;
  readonly clock: Clock;
  /** The clock of the machine: age of news and turns of senders are real time. */
  readonly machineClock: Clock;
  /** Ways that are set up here. */
  readonly channels: ReadonlySet<ChannelId>;
  readonly longestAgeMs: number;
  readonly sealDeadLetters: SealDeadLetters;
  readonly onDeadLetters: (refusals: readonly Refusal[]) => void;
  /** Told after the commit. */
  readonly onNoted: (notices: number) => void;
}

/** Who we are in `erasure.receipts`. */
const PARTICIPANT = 'notifications';

export function createNotificationsFlow(deps: NotificationsFlowDeps): UnitHandler {
  const settle = createSettleOutcomes(deps.sealDeadLetters, deps.onDeadLetters);
  return async function noteNotices(unit: Unit) {
    const read = await readInputs(deps, unit.records);
    await deps.outbox.putContacts(read.contacts);
    await deps.outbox.putOrderIds(read.orderIds);
    const noted = await deps.outbox.note(noticesOf(deps, read.heard));
    for (const { noticeId, status } of read.bounces) await deps.outbox.bounced(noticeId, plainStatus(status));
    const receipts = await forgetErased(deps, read.requests);
    return settle({ outputs: receipts, refusals: read.refusals, afterCommit: () => deps.onNoted(noted) });
  };
}

/** One per channel that the policy lists for the kind; none of what happened too long ago to be news. */
function noticesOf(deps: NotificationsFlowDeps, heard: readonly Heard[]): readonly NotedNotice[] {
  const { notifications } = deps.policy.current();
  const nowMs = deps.machineClock.nowMs();
  return heard.flatMap(({ orderRef, notice, writtenAtMs }) => {
    if (nowMs - writtenAtMs > deps.longestAgeMs) return [];
    const listed = channelsOf(notifications, notice.kind).filter((channel) => deps.channels.has(channel));
    return listed.map((channel) => {
      return { noticeId: noticeIdOf(orderRef, channel, notice), orderRef, channel, notice, notedAtMs: nowMs };
    });
  });
}

function channelsOf(
  notifications: ReturnType<PolicySource['current']>['notifications'],
  kind: NoticeKind,
): readonly ChannelId[] {
  return notifications.get(kind)?.channels ?? [];
}

/** An erasure of single categories takes everything here, too, when the contact is among them: without it nothing can be sent. */
async function forgetErased(deps: NotificationsFlowDeps, requests: ReadInputs['requests']): Promise<OutgoingRecord[]> {
  const affected = requests.filter(({ categories }) => categories.length === 0 || categories.includes('contact'));
  const gone = await deps.outbox.forget(affected.map(({ orderRef }) => orderRef as OrderRef));
  const at = deps.clock.nowMs();
  return requests.map(({ erasureId, orderRef }) => {
    const deletedDocuments = gone.get(orderRef as OrderRef) ?? 0;
    const value = { erasureId, orderRef, participant: PARTICIPANT, deletedRecords: 0, deletedDocuments, at };
    return {
      topic: deps.topicName(topics.erasureReceipts.name),
      partition: lane(orderRef as OrderRef),
      key: erasureId,
      value: deps.codec.encode(topics.erasureReceipts, value),
    };
  });
}
