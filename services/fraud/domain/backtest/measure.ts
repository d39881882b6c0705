// What a set of rules would have done to past orders: per rule and per verdict, before and after a moment in time.
import type { EntityLists } from '../entity-lists.js';
import type { ObservedOrder } from '../observed-order.js';
import type { SignIn } from '../sign-in.js';
import type { Reason, Rule, RuleSet, Verdict } from '../verdict.js';
import { replay } from './replay.js';
import { Tallying, type Tally, thousandthsOf, type Truth } from '#shared/domain/analysts/tally';

export interface PastOrder extends ObservedOrder {
  readonly amount: string | null;
  readonly currency: string | null;
}

/** What became known of an order, and when. */
export interface Label {
  readonly truth: Exclude<Truth, 'unknown'>;
  readonly knownAt: number;
}

export interface RuleFigures {
  readonly rule: Pick<Rule, 'code' | 'state' | 'tier' | 'weight'>;
  readonly hits: Tally;
  /** Orders on which no other rule fired that counts. */
  readonly alone: Tally;
}

export interface PartFigures {
  readonly from: number | null;
  readonly to: number | null;
  readonly all: Tally;
  readonly verdicts: Readonly<Record<Verdict, Tally>>;
  readonly rules: ReadonlyMap<string, RuleFigures>;
  /** Orders by score in steps of ten; 100 is in the last one. */
  readonly scores: readonly Tally[];
}

export interface SetFigures {
  readonly ruleSet: RuleSet;
  /** Judged with what was known at the split. */
  readonly before: PartFigures;
  /** Orders from the split on, judged with what is known now. */
  readonly after: PartFigures;
  /** Orders on which two rules fired, both parts: `CODE_A CODE_B`, the codes in alphabetical order. */
  readonly overlaps: ReadonlyMap<string, number>;
}

export interface Backtest {
  readonly splitAt: number;
  readonly sets: readonly SetFigures[];
  /** Verdict under the first set → under the second, orders that change only; `RELEASE BLOCK`. Empty with one set. */
  readonly changes: ReadonlyMap<string, Tally>;
}

const VERDICTS: readonly Verdict[] = ['RELEASE', 'REVIEW', 'BLOCK'];
const STEPS = 11;

/** @param labels by orderId; one of which nobody knew at the split does not count for orders before it */
export function measure(
  orders: Iterable<PastOrder>,
  ruleSets: readonly RuleSet[],
  labels: ReadonlyMap<string, Label>,
  splitAt: number,
  lists?: Pick<EntityLists, 'entriesFor'>,
  signIns: readonly SignIn[] = [],
): Backtest {
  const sets = ruleSets.map((ruleSet) => new SetMeasure(ruleSet));
  const changes = new Map<string, Tallying>();
  for (const { order, assessed } of replay(orders, ruleSets, lists, signIns)) {
    const isBefore = order.placedAt < splitAt;
    const truth = truthOf(order, labels.get(order.orderId), isBefore ? splitAt : Number.POSITIVE_INFINITY);
    const currency = order.currency ?? '?';
    const money = thousandthsOf(order.amount);
    assessed.forEach(({ score, verdict, reasons }, at) => {
      const set = sets[at] as SetMeasure;
      const part = isBefore ? set.before : set.after;
      part.add(order.placedAt, score, verdict, truth, currency, money);
      let counting = 0;
      for (const { state } of reasons) if (state === 'active') counting++;
      for (let index = 0; index < reasons.length; index++) {
        const { code, state } = reasons[index] as Reason;
        const figures = part.rules.get(code);
        figures?.hits.add(truth, currency, money);
        if (counting === (state === 'active' ? 1 : 0)) figures?.alone.add(truth, currency, money);
        for (let other = index + 1; other < reasons.length; other++) set.overlap(code, (reasons[other] as Reason).code);
      }
    });
    const [one, other] = assessed;
    if (one !== undefined && other !== undefined && one.verdict !== other.verdict) {
      tallyAt(changes, `${one.verdict} ${other.verdict}`).add(truth, currency, money);
    }
  }
  return { splitAt, sets, changes };
}

/** The moment before which this share of the orders was placed. */
export function splitMoment(orders: Iterable<Pick<PastOrder, 'placedAt'>>, share: number): number {
  const times = Array.from(orders, ({ placedAt }) => placedAt).sort((one, other) => one - other);
  return times[Math.floor(times.length * share)] ?? 0;
}

function truthOf(order: PastOrder, label: Label | undefined, knownBefore: number): Truth {
  if (label === undefined || label.knownAt > knownBefore || label.knownAt < order.placedAt) return 'unknown';
  return label.truth;
}

function tallyAt(tallies: Map<string, Tallying>, key: string): Tallying {
  const known = tallies.get(key) ?? new Tallying();
  tallies.set(key, known);
  return known;
}

class SetMeasure implements SetFigures {
  /** By both codes, the one that stands first in the alphabet first: no text is made per order. */
  private readonly together = new Map<string, Map<string, number>>();
  readonly before: PartMeasure;
  readonly after: PartMeasure;
  readonly ruleSet: RuleSet;

  constructor(ruleSet: RuleSet) {
    this.ruleSet = ruleSet;
    this.before = new PartMeasure(ruleSet);
    this.after = new PartMeasure(ruleSet);
  }

  get overlaps(): ReadonlyMap<string, number> {
    const all = new Map<string, number>();
    for (const [one, others] of this.together) for (const [other, orders] of others) all.set(`${one} ${other}`, orders);
    return all;
  }

  overlap(code: string, another: string): void {
    const [one, other] = code < another ? [code, another] : [another, code];
    const others = this.together.get(one) ?? new Map<string, number>();
    if (others.size === 0) this.together.set(one, others);
    others.set(other, (others.get(other) ?? 0) + 1);
  }
}

class PartMeasure implements PartFigures {
  from: number | null = null;
  to: number | null = null;
  readonly all = new Tallying();
  readonly verdicts: Record<Verdict, Tallying>;
  readonly rules: ReadonlyMap<string, RuleFigures & { readonly hits: Tallying; readonly alone: Tallying }>;
  readonly scores = Array.from({ length: STEPS }, () => new Tallying());

  constructor({ rules }: RuleSet) {
    this.rules = new Map(
      rules.map((rule) => [rule.code, { rule, hits: new Tallying(), alone: new Tallying() }] as const),
    );
    const [release, review, block] = VERDICTS.map(() => new Tallying()) as [Tallying, Tallying, Tallying];
    this.verdicts = { RELEASE: release, REVIEW: review, BLOCK: block };
  }

  add(placedAt: number, score: number, verdict: Verdict, truth: Truth, currency: string, money: number): void {
    this.from ??= placedAt;
    this.to = placedAt;
    this.all.add(truth, currency, money);
    this.verdicts[verdict].add(truth, currency, money);
    this.scores[Math.floor(score / 10)]?.add(truth, currency, money);
  }
}
