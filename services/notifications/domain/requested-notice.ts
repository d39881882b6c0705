// What the privacy desk asks for → a notice of the closed list, or the fields that are wrong.
import { CASE_STAGES, type Notice, REQUEST_STAGES, RIGHTS } from './notice.js';

export interface AskedNotice {
  readonly kind: string;
  readonly reference: string;
  readonly right: string | null;
  readonly stage: string | null;
  readonly validUntil: number | null;
}

export type Understood =
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'faults'; readonly fieldPaths: readonly string[] };

/** As customers are told it: letters, digits, hyphens. */
const REFERENCE = /^[A-Z0-9][A-Z0-9-]{2,39}$/;

export function understandRequest({ kind, reference, right, stage, validUntil }: AskedNotice): Understood {
  const faults: string[] = [];
  const must = (field: string, isSound: boolean): void => {
    if (!isSound) faults.push(field);
  };
  const only = (notice: Notice | null): Understood =>
    notice === null || faults.length > 0
      ? { kind: 'faults', fieldPaths: faults.length > 0 ? faults : ['kind'] }
      : { kind: 'notice', notice };
  const given = RIGHTS.find((one) => one === right);
  must('reference', REFERENCE.test(reference));
  must('right', (given !== undefined) === (kind === 'privacy-request-update' || kind === 'identity-confirmation'));
  const isInvitation = kind === 'after-sales-update' && stage === 'invited';
  must('validUntil', (validUntil !== null) === (kind === 'identity-confirmation' || isInvitation));
  if (kind === 'after-sales-update') {
    const known = CASE_STAGES.find((one) => one === stage);
    must('stage', known !== undefined);
    if (known === 'invited') return only(validUntil === null ? null : { kind, stage: known, reference, validUntil });
    return only(known === undefined ? null : { kind, stage: known, reference });
  }
  if (kind === 'privacy-request-update') {
    const known = REQUEST_STAGES.find((one) => one === stage);
    must('stage', known !== undefined);
    return only(known === undefined || given === undefined ? null : { kind, stage: known, right: given, reference });
  }
  must('stage', stage === null);
  if (kind === 'identity-confirmation')
    return only(given === undefined || validUntil === null ? null : { kind, right: given, reference, validUntil });
  return only(kind === 'data-erased' ? { kind, reference } : null);
}
