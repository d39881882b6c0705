// What analysts ask of assessments: what to look at first, what hangs together, and which rules were right.
import { precisionOf, Tallying, type Tally, thousandthsOf } from './tally.js';

export interface AssessedCase {
  readonly orderRef: string;
  readonly revision: number;
  readonly placedAt: number;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly score: number;
  readonly verdict: 'RELEASE' | 'REVIEW' | 'BLOCK';
  readonly reasons: readonly { readonly code: string; readonly state: string }[];
  readonly handles: readonly { readonly kind: string; readonly hash: string }[];
}

export interface KnownOutcome {
  readonly truth: 'fraud' | 'good';
  readonly knownAt: number;
}

/**
 * What nobody decided yet, by risk times amount. Sums of different currencies can't be compared: each currency is a stretch of its own, the one
 * with the most orders first.
 */
export function queueOf<Case extends AssessedCase>(
  cases: Iterable<Case>,
  decided: { has(ref: string): boolean },
): Case[] {
  const open = [...cases].filter(({ verdict, orderRef }) => verdict !== 'RELEASE' && !decided.has(orderRef));
  const counts = new Map<string, number>();
  for (const { currency } of open) counts.set(currency ?? '', (counts.get(currency ?? '') ?? 0) + 1);
  const risk = ({ score, amount }: Case): number => score * thousandthsOf(amount);
  return open.sort((one, other) => {
    const [here, there] = [one.currency ?? '', other.currency ?? ''];
    if (here !== there) return (counts.get(there) ?? 0) - (counts.get(here) ?? 0) || (here < there ? -1 : 1);
    return risk(other) - risk(one) || other.score - one.score || one.placedAt - other.placedAt;
  });
}

export interface Link<Case extends AssessedCase> {
  readonly kind: string;
  readonly hash: string;
  /** Orders that share it, the one asked about left out; the newest first. */
  readonly cases: readonly Case[];
}

/** Orders that share a hashed handle with this one; the rarest handle first, for it tells the most. */
export function linksOf<Case extends AssessedCase>(cases: Iterable<Case>, one: AssessedCase): readonly Link<Case>[] {
  const others = [...cases].filter(({ orderRef }) => orderRef !== one.orderRef);
  return one.handles
    .map(({ kind, hash }) => ({
      kind,
      hash,
      cases: others
        .filter(({ handles }) => handles.some((handle) => handle.kind === kind && handle.hash === hash))
        .sort((a, b) => b.placedAt - a.placedAt),
    }))
    .filter((link) => link.cases.length > 0)
    .sort((a, b) => a.cases.length - b.cases.length);
}

export interface RulePrecision {
  readonly code: string;
  readonly hits: Tally;
  readonly precision: number | null;
}

/** Per rule, what became of the orders it fired on. An outcome counts only if it became known after the order was placed: scores never do. */
export function precisionByRule(
  cases: Iterable<AssessedCase>,
  outcomes: ReadonlyMap<string, KnownOutcome>,
): readonly RulePrecision[] {
  const byCode = new Map<string, Tallying>();
  for (const { orderRef, placedAt, reasons, currency, amount } of cases) {
    const outcome = outcomes.get(orderRef);
    const truth = outcome === undefined || outcome.knownAt <= placedAt ? 'unknown' : outcome.truth;
    for (const { code } of reasons) {
      const tally = byCode.get(code) ?? new Tallying();
      byCode.set(code, tally);
      tally.add(truth, currency ?? '?', thousandthsOf(amount));
    }
  }
  return [...byCode]
    .map(([code, hits]) => ({ code, hits, precision: precisionOf(hits) }))
    .sort((a, b) => b.hits.fraud + b.hits.good - (a.hits.fraud + a.hits.good) || (a.code < b.code ? -1 : 1));
}
