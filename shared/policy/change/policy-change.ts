// What differs between two versions of the policy, as sentences for people, each with what it does to the persons concerned.
import type { Policy } from '../policy.js';
import type { PolicyDocument } from '../policy-schema.js';

/** `narrower`: somebody gets or keeps less than before; `wider`: more; `other`: neither. */
export type ChangeEffect = 'narrower' | 'wider' | 'other';

export interface PolicyChange {
  readonly effect: ChangeEffect;
  /** Heading it stands under, for example `Carrier swiftpost, international`. */
  readonly part: string;
  /** One sentence. */
  readonly what: string;
  /** The reason the new version gives (for what is gone: why it is withheld); null where it gives none. */
  readonly why: string | null;
}

/** A version both as it is written and as it is run. */
export interface PolicyVersionText {
  readonly document: PolicyDocument;
  readonly policy: Policy;
}
