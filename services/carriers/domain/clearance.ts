// What fraud control says of an order, and whether it may go. Nothing goes by default: an order nobody assessed waits.

/** Of several assessments the one with the highest revision counts, of several decisions the newest. */
export interface Clearance {
  /** -1: not assessed yet. */
  readonly revision: number;
  readonly verdict: 'RELEASE' | 'REVIEW' | 'BLOCK' | null;
  readonly ruling: 'RELEASE' | 'REFUSE' | null;
  /** When an analyst decided; -1: nobody did. */
  readonly ruledAt: number;
  /** When carriers learnt the last of it, business time. */
  readonly at: number;
}

export type GateAnswer =
  | { readonly kind: 'open' }
  | { readonly kind: 'awaited' }
  | { readonly kind: 'in-review' }
  | { readonly kind: 'refused'; readonly at: number };

export const OPEN: GateAnswer = Object.freeze({ kind: 'open' });
const AWAITED: GateAnswer = Object.freeze({ kind: 'awaited' });
const IN_REVIEW: GateAnswer = Object.freeze({ kind: 'in-review' });

/** What an analyst decided stands, whatever is assessed later. */
export function answerOf(clearance: Clearance | undefined): GateAnswer {
  if (clearance === undefined) return AWAITED;
  const { verdict, ruling, at } = clearance;
  if (ruling === 'REFUSE') return { kind: 'refused', at };
  if (ruling === 'RELEASE') return OPEN;
  switch (verdict) {
    case 'RELEASE':
      return OPEN;
    case 'REVIEW':
      return IN_REVIEW;
    case 'BLOCK':
      return { kind: 'refused', at };
    case null:
      return AWAITED;
  }
}

/** Both together, in whatever order they came; the same again changes nothing. @param known what was there before, whose time stays */
export function joined(known: Clearance | undefined, news: Clearance): Clearance {
  if (known === undefined) return news;
  const assessed = news.revision > known.revision;
  // Of two decisions of one instant the refusal counts.
  const ruled = news.ruledAt > known.ruledAt || (news.ruledAt === known.ruledAt && news.ruling === 'REFUSE');
  const isNews = assessed || (ruled && (news.ruling !== known.ruling || news.ruledAt !== known.ruledAt));
  if (!isNews) return known;
  return {
    ...(assessed ? { revision: news.revision, verdict: news.verdict } : pick(known)),
    ...(ruled ? { ruling: news.ruling, ruledAt: news.ruledAt } : { ruling: known.ruling, ruledAt: known.ruledAt }),
    at: news.at,
  };
}

function pick({ revision, verdict }: Clearance): Pick<Clearance, 'revision' | 'verdict'> {
  return { revision, verdict };
}
