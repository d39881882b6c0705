// The port of what the desk keeps of fraud control: of each order its newest assessment and decision, as they came. They name nobody.
import type { Claimed } from '#shared/domain/analysts/claims';
export interface StoredCase {
  readonly orderRef: string;
  /** Record of `fraud.assessments`. */
  readonly assessment: Buffer;
  /** Record of `fraud.decisions`; null: nobody decided. */
  readonly decision: Buffer | null;
  /** The claim that stands, whether it is over or not; null: nobody ever claimed it. */
  readonly claim: Claimed | null;
}

/** What came of one order; an assessment of null: it is over and forgotten. */
export type CaseChange =
  | { readonly orderRef: string; readonly kind: 'gone' }
  | { readonly orderRef: string; readonly kind: 'assessed'; readonly assessment: NewAssessment }
  | { readonly orderRef: string; readonly kind: 'claimed'; readonly claim: Claimed }
  | {
      readonly orderRef: string;
      readonly kind: 'decided';
      readonly decision: Buffer;
      readonly decidedAt: number;
      readonly ruling?: string;
    };

export interface NewAssessment {
  readonly record: Buffer;
  /** Of several the highest counts. */
  readonly revision: number;
  /** Whether a person should look. */
  readonly isFlagged: boolean;
  readonly currency: string;
  /** Score times amount: what to look at first within a currency. */
  readonly risk: number;
  readonly placedAt: number;
  /** By which orders are linked: `kind:hash`. */
  readonly handles: readonly string[];
  /** Codes of the rules that fired and counted. */
  readonly reasons?: readonly string[];
}

/** On how many of the flagged orders that are still known a rule counted, and what analysts made of them. */
export interface RuleHits {
  readonly code: string;
  readonly flagged: number;
  readonly refused: number;
  readonly released: number;
}

export interface CurrencyCount {
  readonly currency: string;
  readonly count: number;
}

export interface CasePage {
  readonly cases: readonly StoredCase[];
  /** Where the next page begins; null: this was the last one. */
  readonly next: string | null;
}

export interface CaseStore {
  /** In this order; may be repeated. What is older than the known is passed over, and so is a claim on an order that is not known. */
  apply(changes: readonly CaseChange[]): Promise<void>;
  /** How many orders wait for a decision, the currency with the most first. */
  waiting(): Promise<readonly CurrencyCount[]>;
  /** Orders of a currency that wait, the riskiest first. @param after `next` of the page before */
  queue(currency: string, limit: number, after: string | null): Promise<CasePage>;
  find(orderRef: string): Promise<StoredCase | null>;
  ruleHits(): Promise<readonly RuleHits[]>;
  /** Orders beside this one that share the handle, the newest first; `count` ends at a thousand. */
  linked(
    handle: string,
    orderRef: string,
    limit: number,
  ): Promise<{ readonly count: number; readonly cases: readonly StoredCase[] }>;
}
