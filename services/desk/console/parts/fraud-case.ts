// Cases of fraud control as the desk sends them, and how they are put in words.
import type { Tone } from './badge.jsx';
import { plain } from './words.js';

export interface CaseSummary {
  readonly orderRef: string;
  readonly verdict: 'RELEASE' | 'REVIEW' | 'BLOCK';
  readonly score: number;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly placedAt: string;
  readonly reasons: readonly string[];
  /** Role or seat of the analyst who looks at it at the moment. */
  readonly claimedBy: string | null;
  readonly claimedAt: string | null;
  readonly claimedUntil: string | null;
  readonly decision: {
    readonly ruling: 'RELEASE' | 'REFUSE';
    readonly note: string;
    readonly decidedBy: string;
    readonly decidedAt: string;
  } | null;
}

export interface Named {
  readonly name: string;
  readonly value: string;
}

export interface FraudCase extends CaseSummary {
  readonly rules: readonly {
    readonly code: string;
    readonly weight: number;
    readonly tier: string;
    readonly state: 'ACTIVE' | 'SHADOW';
    readonly evidence: readonly Named[];
  }[];
  readonly features: readonly Named[];
  readonly links: readonly {
    readonly kind: string;
    readonly hash: string;
    readonly count: number;
    readonly cases: readonly CaseSummary[];
  }[];
  readonly ruleSet: string;
  readonly ruleSetVersion: number;
  readonly policyVersion: number;
  readonly revision: number;
  readonly lists: readonly { readonly name: string; readonly version: string }[];
  readonly viewId: string;
}

export interface Queue {
  readonly currencies: readonly { readonly currency: string; readonly count: number }[];
  readonly currency: string | null;
  readonly cases: readonly CaseSummary[];
  readonly next: string | null;
}

export const toneOf = (verdict: CaseSummary['verdict']): Tone =>
  verdict === 'BLOCK' ? 'bad' : verdict === 'REVIEW' ? 'warn' : 'good';

export const standing = ({ verdict, decision }: CaseSummary): string =>
  decision === null ? plain(verdict) : decision.ruling === 'REFUSE' ? 'Refused' : 'Released';

export const standingTone = ({ verdict, decision }: CaseSummary): Tone =>
  decision === null ? toneOf(verdict) : decision.ruling === 'REFUSE' ? 'bad' : 'good';

/** Money as written, with two digits at least and thousands apart. */
export function money({ amount, currency }: Pick<CaseSummary, 'amount' | 'currency'>): string {
  if (amount === null) return 'no amount';
  const shown = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 3 }).format(
    Number(amount),
  );
  return `${shown} ${currency ?? ''}`.trim();
}
