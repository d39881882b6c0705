// One order and what lay before it → its assessment. The one way by which live orders and past ones are judged.
import { EntityLists } from './entity-lists.js';
import { type Features, featuresOf, notable } from './features.js';
import type { ObservedOrder } from './observed-order.js';
import type { OrderHistory } from './order-history.js';
import { SignInHistory } from './sign-in-history.js';
import { type Judgement, judge, type RuleSet } from './verdict.js';

export interface Assessed extends Judgement {
  /** Those that differ from their default, by name. */
  readonly features: readonly { readonly name: string; readonly value: string }[];
}

export function assess(
  history: Pick<OrderHistory, 'historyOf'>,
  ruleSet: RuleSet,
  order: ObservedOrder,
  lists: Pick<EntityLists, 'entriesFor'> = NO_LISTS,
  signIns: Pick<SignInHistory, 'before'> = NO_SIGN_INS,
): Assessed {
  const features: Features = featuresOf(
    order,
    history.historyOf(order),
    signIns.before(order.handles.account, order.placedAt),
  );
  const { score, verdict, reasons } = judge(ruleSet, features, lists.entriesFor(order));
  return {
    score,
    verdict,
    reasons,
    // Only who shows them pays for them.
    get features() {
      return notable(features);
    },
  };
}

const NO_LISTS = new EntityLists();
const NO_SIGN_INS = new SignInHistory();
