// Cases of fraud control in memory, for tests of what analysts do.
import { afterClaim, type Claimed } from '#shared/domain/analysts/claims';
import type { CaseStore, NewAssessment, RuleHits, StoredCase } from '#services/desk/store/case-store';

interface Kept {
  assessment?: NewAssessment;
  decision?: { readonly record: Buffer; readonly at: number; readonly ruling: string | undefined };
  claim?: Claimed;
}

export function createMemoryCases(): CaseStore {
  const kept = new Map<string, Kept>();
  const ofRef = (orderRef: string): Kept => {
    const one = kept.get(orderRef) ?? {};
    kept.set(orderRef, one);
    return one;
  };
  const toCase = ([orderRef, { assessment, decision, claim }]: [string, Kept]): readonly StoredCase[] =>
    assessment === undefined
      ? []
      : [{ orderRef, assessment: assessment.record, decision: decision?.record ?? null, claim: claim ?? null }];
  const waiting = () =>
    [...kept].filter(([, { assessment, decision }]) => assessment?.isFlagged === true && decision === undefined);
  return {
    apply: async (changes) => {
      for (const change of changes) {
        if (change.kind === 'claimed') continue;
        const one = ofRef(change.orderRef);
        if (change.kind === 'gone') kept.delete(change.orderRef);
        else if (change.kind === 'decided') {
          if (change.decidedAt >= (one.decision?.at ?? 0))
            one.decision = { record: change.decision, at: change.decidedAt, ruling: change.ruling };
        } else if (change.assessment.revision >= (one.assessment?.revision ?? 0)) one.assessment = change.assessment;
      }
      for (const change of changes) {
        const one = kept.get(change.orderRef);
        if (change.kind === 'claimed' && one?.assessment !== undefined)
          one.claim = afterClaim(one.claim ?? null, change.claim);
      }
    },
    waiting: async () => {
      const counts = new Map<string, number>();
      for (const [, { assessment }] of waiting()) {
        const { currency = '' } = assessment ?? {};
        counts.set(currency, (counts.get(currency) ?? 0) + 1);
      }
      return [...counts]
        .map(([currency, count]) => ({ currency, count }))
        .toSorted((one, other) => other.count - one.count || (one.currency < other.currency ? -1 : 1));
    },
    queue: async (currency, limit, after) => {
      const sorted = waiting()
        .filter(([, { assessment }]) => assessment?.currency === currency)
        .toSorted(
          ([ref, one], [otherRef, other]) =>
            (other.assessment?.risk ?? 0) - (one.assessment?.risk ?? 0) || (ref < otherRef ? -1 : 1),
        );
      const from = after === null ? 0 : sorted.findIndex(([ref]) => ref === after) + 1;
      const page = sorted.slice(from, from + limit);
      return { cases: page.flatMap(toCase), next: page.length === limit ? (page.at(-1)?.[0] ?? null) : null };
    },
    ruleHits: async () => {
      const hits = new Map<string, RuleHits>();
      for (const { assessment, decision } of kept.values()) {
        if (assessment?.isFlagged !== true) continue;
        for (const code of assessment.reasons ?? []) {
          const { flagged, refused, released } = hits.get(code) ?? { flagged: 0, refused: 0, released: 0 };
          const [isRefused, isReleased] = ['REFUSE', 'RELEASE'].map((ruling) => Number(decision?.ruling === ruling));
          hits.set(code, {
            code,
            flagged: flagged + 1,
            refused: refused + (isRefused ?? 0),
            released: released + (isReleased ?? 0),
          });
        }
      }
      return [...hits.values()];
    },
    find: async (orderRef) => [...kept].filter(([ref]) => ref === orderRef).flatMap(toCase)[0] ?? null,
    linked: async (handle, orderRef, limit) => {
      const cases = [...kept]
        .filter(([ref, { assessment }]) => ref !== orderRef && assessment?.handles.includes(handle) === true)
        .toSorted(([, one], [, other]) => (other.assessment?.placedAt ?? 0) - (one.assessment?.placedAt ?? 0))
        .flatMap(toCase);
      return { count: cases.length, cases: cases.slice(0, limit) };
    },
  };
}
