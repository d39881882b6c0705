// Requests that came by mail → requests of the desk, each once, with the clock that began when the mail was received.
import type { SubjectRequest as MailedRecord } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { AnswerClock } from '../domain/clock/answer-clock.js';
import type { RequestKind, SubjectRequest } from '../domain/requests/subject-request.js';
import type { RequestStore } from '../store/request-store.js';

export interface TakeMailedDeps {
  readonly codec: Pick<AvroCodec, 'decode'>;
  readonly requests: Pick<RequestStore, 'create' | 'putMail'>;
  readonly clock: Clock;
  readonly machineClock: Clock;
  readonly startClock: (receivedAtMs: number) => AnswerClock;
}

const KINDS: Readonly<Record<string, RequestKind>> = {
  access: 'ACCESS',
  deletion: 'DELETION',
  correction: 'CORRECTION',
  deactivation: 'DEACTIVATION',
};

export async function takeMailedRequests(deps: TakeMailedDeps, records: readonly IncomingRecord[]): Promise<void> {
  for (const { topic, value } of records) {
    if (value === null) continue;
    const decoded = deps.codec.decode(value, topics.deskRequests);
    if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
    const { reference, requestRef, mail } = decoded.value;
    await deps.requests.putMail(reference, requestRef, mail);
    await deps.requests.create(requestOf(deps, decoded.value), reference);
  }
}

function requestOf(deps: TakeMailedDeps, record: MailedRecord): SubjectRequest {
  const { reference, orderRef, right, requestRef, receivedAt, confirmUntil } = record;
  // The mailbox lives by the clock of the machine; where business time runs otherwise, the mail is as old by it.
  const agoMs = Math.max(0, deps.machineClock.nowMs() - receivedAt);
  const isClear = right !== null && orderRef !== null;
  return {
    requestId: reference,
    customerRef: null,
    kind: isClear ? (KINDS[right] ?? 'UNCLEAR') : 'UNCLEAR',
    clock: deps.startClock(deps.clock.nowMs() - agoMs),
    told: [],
    answeredAtMs: null,
    end: null,
    noticedAtMs: null,
    orders: [],
    proven: [],
    mailed: { orderRef, requestRef, confirmUntilMs: confirmUntil, confirmedAtMs: null },
    cameBy: 'mail',
    correction: null,
  };
}
