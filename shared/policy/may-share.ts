// Whether a recipient may get a category for a purpose. Unknown names are refused like forbidden ones, with their own code.
import type { Policy } from './policy.js';
import { type BasisId, CATEGORIES, isOneOf, PURPOSES, RECIPIENTS } from './vocabulary.js';

export interface SharingQuestion {
  readonly recipient: string;
  readonly category: string;
  /** One of the six purposes. Recipients whose basis is a request, an authorisation or a right name that basis instead. */
  readonly purpose: string;
}

export type SharingVerdict =
  | { readonly kind: 'allowed'; readonly basis: BasisId; readonly onlyWhen: string | null }
  | {
      readonly kind: 'refused';
      readonly code: 'RECIPIENT_UNKNOWN' | 'CATEGORY_UNKNOWN' | 'PURPOSE_UNKNOWN' | 'SHARING_NOT_ALLOWED';
    };

/** Pure and total: whatever the policy does not allow by name is refused. */
export function mayShare(policy: Pick<Policy, 'recipients'>, question: SharingQuestion): SharingVerdict {
  const { recipient, category, purpose } = question;
  if (!isOneOf(RECIPIENTS, recipient)) return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  if (!isOneOf(CATEGORIES, category)) return { kind: 'refused', code: 'CATEGORY_UNKNOWN' };
  const rule = policy.recipients.get(recipient);
  if (rule === undefined) return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  const byPurpose = rule.basis === 'own-work' || rule.basis === 'logistics-delivery';
  if (byPurpose && !isOneOf(PURPOSES, purpose)) return { kind: 'refused', code: 'PURPOSE_UNKNOWN' };
  if (!byPurpose && purpose !== rule.basis) return { kind: 'refused', code: 'PURPOSE_UNKNOWN' };
  const purposes = rule.gets.get(category);
  const allowed = purposes !== undefined && (!byPurpose || (purposes as readonly string[]).includes(purpose));
  return allowed
    ? { kind: 'allowed', basis: rule.basis, onlyWhen: rule.onlyWhen }
    : { kind: 'refused', code: 'SHARING_NOT_ALLOWED' };
}
