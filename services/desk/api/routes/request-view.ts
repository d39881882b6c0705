// A request of a person as the interface shows it, to her and to the privacy officer: where it stands and what was done, never what it is about.
import { z } from 'zod';
import { type Correction, CORRECTION_OUTCOMES } from '#services/desk/domain/requests/correction';
import {
  REQUEST_ENDS,
  REQUEST_KINDS,
  stateOf,
  type SubjectRequest,
  WAYS_IN,
} from '#services/desk/domain/requests/subject-request';
import { WAITS_FOR, waitsForOf } from '#services/desk/domain/requests/waits-for';
import { referenceOf } from '#services/desk/steps/subject-requests';
import { oneOf } from '../forms.js';

export const RequestId = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);
export const Time = z.iso.datetime();
export const RequestView = z
  .object({
    requestId: z.string(),
    reference: z.string().describe('Its number, as the person is told it.'),
    kind: z.enum(REQUEST_KINDS),
    state: z
      .enum(['on-track', 'due-soon', 'overdue', 'breached', 'kept', 'broken'])
      .describe('Where it stands against the promise of three business days; kept or broken once it is answered.'),
    receivedAt: Time,
    answerBy: Time.describe('The end of the third business day.'),
    answeredAt: Time.nullable(),
    end: z
      .enum(REQUEST_ENDS)
      .nullable()
      .describe('How it ended; NOT_CONFIRMED: nobody opened the link to the registered address.'),
    cameBy: z.enum(WAYS_IN),
    waitsFor: oneOf(WAITS_FOR).nullable().describe('What it waits for, and who has to act; null: it is answered.'),
    ordersErased: z.number().int().describe('Orders whose erasure the request brought about.'),
    ordersThatStay: z.number().int(),
    correction: z
      .object({
        fields: z.array(z.string()).describe('What is to be corrected; never from what to what.'),
        waitsForOfficer: z.array(z.string()).describe('Why a privacy officer has to decide; empty: nobody has to.'),
        outcome: oneOf(CORRECTION_OUTCOMES).nullable().describe('What was done.'),
      })
      .nullable(),
    stayReasons: z.array(z.string()).describe('Why orders stay: a closed list of codes.'),
  })
  .meta({ id: 'SubjectRequest' });

export function viewOf(request: SubjectRequest, nowMs: number): z.infer<typeof RequestView> {
  const { requestId, kind, clock, answeredAtMs, end, orders, cameBy, correction } = request;
  const stay = orders.filter(({ fate }) => fate !== 'erase');
  return {
    requestId,
    reference: referenceOf(requestId),
    kind,
    state: stateOf(request, nowMs),
    receivedAt: new Date(clock.receivedAtMs).toISOString(),
    answerBy: new Date(clock.breachedAtMs).toISOString(),
    answeredAt: answeredAtMs === null ? null : new Date(answeredAtMs).toISOString(),
    end,
    cameBy,
    waitsFor: waitsForOf(request),
    ordersErased: orders.length - stay.length,
    ordersThatStay: stay.length,
    correction: correction === null ? null : shownCorrection(correction),
    stayReasons: [...new Set(stay.map(({ fate }) => fate))],
  };
}

function shownCorrection({ fields, waitsFor, decision, outcome }: Correction) {
  return { fields: [...fields], waitsForOfficer: decision === null ? [...waitsFor] : [], outcome };
}
