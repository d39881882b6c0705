// The end of a request: it is answered, and what came with it is not needed any more.
import type { Clock } from '#shared/domain/clock';
import type { RequestEnd, SubjectRequest } from '../domain/requests/subject-request.js';
import type { RequestStore } from '../store/request-store.js';

export interface EndDeps {
  readonly requests: RequestStore;
  /** Business time: the promise runs by it. */
  readonly clock: Clock;
  /** Destroys the keys under which a mail lies. */
  readonly shredMail: (requestRef: string) => Promise<void>;
}

export async function ended(deps: EndDeps, request: SubjectRequest, end: RequestEnd): Promise<SubjectRequest> {
  const done = { ...request, end, answeredAtMs: request.answeredAtMs ?? deps.clock.nowMs() };
  await deps.requests.save(done);
  if (request.correction !== null || request.kind === 'CORRECTION')
    await deps.requests.dropMail(wantedId(request.requestId));
  // What was written is not needed any more; its keys go, and with them every copy.
  const requestRef = request.mailed?.requestRef ?? null;
  if (requestRef === null) return done;
  await deps.shredMail(requestRef);
  await deps.requests.dropMail(request.requestId);
  return done;
}

/** Under which the address that is wanted lies beside the mails, sealed under the keys of its order. */
export function wantedId(requestId: string): string {
  return `${requestId}/wanted`;
}
