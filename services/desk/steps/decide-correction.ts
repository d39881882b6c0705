// A privacy officer decides about a correction where the policy asks for it. Whoever asked for it can't.
import type { CorrectionRefusal } from '../domain/requests/correction.js';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import { change, close } from './apply-correction.js';
import { begin, type RequestDeps } from './subject-requests.js';

export type Decided =
  | { readonly kind: 'done'; readonly request: SubjectRequest }
  | { readonly kind: 'refused'; readonly code: 'NOT_FOUND' | 'NOT_AT_THIS_POINT' };

/** @param refusal null: it may pass */
export async function decideCorrection(
  deps: RequestDeps,
  requestId: string,
  by: string,
  refusal: CorrectionRefusal | null,
): Promise<Decided> {
  const request = await deps.requests.find(requestId);
  if (request === null || request.correction === null) return { kind: 'refused', code: 'NOT_FOUND' };
  const { correction, answeredAtMs } = request;
  if (answeredAtMs !== null || correction.decision !== null || correction.waitsFor.length === 0)
    return { kind: 'refused', code: 'NOT_AT_THIS_POINT' };
  const decided = { ...correction, decision: { by, atMs: deps.machineClock.nowMs(), refusal } };
  if (refusal !== null)
    return { kind: 'done', request: await close(deps, request, { ...decided, outcome: 'REFUSED' }) };
  const changed = await change(deps, request, decided);
  return { kind: 'done', request: await begin(deps, changed) };
}
