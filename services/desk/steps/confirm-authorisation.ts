// An authorisation that customer service asked for is a request like any other: a clock, a one-time link to the registered address, an answer.
import type { Authorisation } from '../domain/authorisations/authorisation.js';
import type { AnswerClock } from '../domain/clock/answer-clock.js';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import { type EndDeps, ended } from './end-request.js';

/** @param right what the link is to confirm */
export type AskForLink = (
  orderRef: string,
  reference: string,
  validUntil: number,
  right: 'correction' | 'authorisation',
) => Promise<void>;

export interface AskConfirmationDeps extends Pick<EndDeps, 'requests' | 'clock'> {
  readonly startClock: (receivedAtMs: number) => AnswerClock;
  readonly askForLink: AskForLink;
}

export interface GiveDeps extends EndDeps {
  /** Of an authorisation that was asked for: its link was opened. */
  readonly giveAuthorisation: (authorisationId: string) => Promise<void>;
}

/** The request has the number of the authorisation. Asked again, it is the same request. */
export async function askConfirmation(
  deps: AskConfirmationDeps,
  { authorisationId, customerRef, orderRef }: Authorisation,
  confirmUntilMs: number,
): Promise<void> {
  const request = await deps.requests.create(
    {
      requestId: authorisationId,
      customerRef,
      kind: 'AUTHORISATION',
      clock: deps.startClock(deps.clock.nowMs()),
      told: [],
      answeredAtMs: null,
      end: null,
      noticedAtMs: null,
      orders: [],
      proven: [],
      mailed: { orderRef, requestRef: null, confirmUntilMs, confirmedAtMs: null },
      cameBy: 'customer-service',
      correction: null,
    },
    authorisationId,
  );
  const isOpen = request.answeredAtMs === null && request.mailed?.confirmedAtMs === null;
  if (isOpen) await deps.askForLink(orderRef, authorisationId, confirmUntilMs, 'authorisation');
}

/** Once the link was opened. */
export async function giveAuthorisation(deps: GiveDeps, request: SubjectRequest): Promise<SubjectRequest> {
  if (request.answeredAtMs !== null || (request.mailed?.confirmedAtMs ?? null) === null) return request;
  await deps.giveAuthorisation(request.requestId);
  return ended(deps, request, 'DONE');
}
