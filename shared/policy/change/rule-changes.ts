// What changes beside the carriers: categories and how long they are kept, recipients and what they get, and every other rule.
import { NOTIFICATION_KINDS } from '#shared/domain/notification-kinds';
import { retentionInWords } from '../check/data-map.js';
import type { CategoryRule, RecipientRule } from '../policy.js';
import type { PolicyDocument } from '../policy-schema.js';
import type { CategoryId } from '../vocabulary.js';
import type { ChangeEffect, PolicyChange, PolicyVersionText } from './policy-change.js';
import { isSame, treeChanges } from './tree-changes.js';

export function ruleChanges(before: PolicyVersionText, after: PolicyVersionText): readonly PolicyChange[] {
  const { document: was } = before;
  const { document: is } = after;
  const trees = (part: string, key: keyof PolicyDocument, added: ChangeEffect, removed: ChangeEffect) =>
    treeChanges(was[key], is[key], { part, added, removed });
  return [
    ...categoryChanges(before, after),
    ...recipientChanges(before, after),
    ...trees('What leaves the house', 'egress', 'wider', 'narrower'),
    ...trees('Readers inside the house', 'insiders', 'wider', 'narrower'),
    ...trees('Conditions of a release', 'release', 'narrower', 'wider'),
    ...trees('What must never be collected', 'forbidden', 'narrower', 'wider'),
    ...trees('Rights of people', 'rights', 'narrower', 'wider'),
    ...trees('Purposes', 'purposes', 'other', 'other'),
    ...notificationChanges(was, is),
    ...trees('Reasons for what is withheld', 'withheld', 'other', 'other'),
  ];
}

function categoryChanges(before: PolicyVersionText, after: PolicyVersionText): readonly PolicyChange[] {
  return [...after.policy.categories.values()].flatMap((is) => {
    const part = `Category ${is.id}`;
    const was = before.policy.categories.get(is.id) as CategoryRule;
    const { retention: wasKept, purposes: wasFor, ...wasRest } = before.document.categories[is.id];
    const { retention: isKept, purposes: isFor, ...isRest } = after.document.categories[is.id];
    return [
      ...treeChanges(wasFor, isFor, { part, added: 'wider', removed: 'narrower' }).map((each) => {
        const [purpose] = each.what.split(' ', 1);
        return { ...each, what: `It is ${each.effect === 'wider' ? 'now used' : 'no longer used'} for ${purpose}.` };
      }),
      ...clockChanges(part, was, is),
      ...treeChanges(withoutClocks(wasKept), withoutClocks(isKept), { part, added: 'wider', removed: 'narrower' }),
      ...treeChanges(wasRest, isRest, { part }),
    ];
  });
}

function withoutClocks(retention: object): object {
  const { clocks: _clocks, ...rest } = retention as { clocks?: unknown };
  return rest;
}

/** Shorter when no clock runs longer than before and none is gone, longer when none runs shorter; else neither. */
function clockChanges(part: string, { retention: was }: CategoryRule, { retention: is }: CategoryRule): PolicyChange[] {
  const [wasWords, isWords] = [retentionInWords(was), retentionInWords(is)];
  if (wasWords === isWords) return [];
  const what = `It is kept ${isWords}; before: ${wasWords}.`;
  return [{ effect: effectOf(was, is), part, what, why: null }];
}

function effectOf(was: CategoryRule['retention'], is: CategoryRule['retention']): ChangeEffect {
  if (was.kind === 'unlimited') return is.kind === 'unlimited' ? 'other' : 'narrower';
  if (is.kind === 'unlimited') return 'wider';
  const moments = [...new Set([...was.clocks.keys(), ...is.clocks.keys()])];
  // Of several clocks the one that ends last counts, so one more can only lengthen and one less only shorten.
  const differences = moments.map((moment) => (is.clocks.get(moment) ?? -1) - (was.clocks.get(moment) ?? -1));
  if (differences.every((difference) => difference <= 0)) return 'narrower';
  return differences.every((difference) => difference >= 0) ? 'wider' : 'other';
}

function recipientChanges(before: PolicyVersionText, after: PolicyVersionText): readonly PolicyChange[] {
  return [...after.policy.recipients.values()].flatMap((is) => {
    const part = `Recipient ${is.id}`;
    const was = before.policy.recipients.get(is.id) as RecipientRule;
    const categories = [...new Set([...was.gets.keys(), ...is.gets.keys()])];
    const { gets: _was, ...wasRest } = before.document.recipients[is.id];
    const { gets: _is, ...isRest } = after.document.recipients[is.id];
    return [
      ...categories.flatMap((category) => getsChange(part, category, was, is)),
      ...treeChanges(wasRest, isRest, { part }),
    ];
  });
}

function getsChange(
  part: string,
  category: CategoryId,
  was: RecipientRule,
  is: RecipientRule,
): readonly PolicyChange[] {
  const [before, now] = [was.gets.get(category), is.gets.get(category)];
  if (isSame(before, now)) return [];
  const forWhat = (purposes: readonly string[]): string => (purposes.length === 0 ? '' : ` for ${purposes.join(', ')}`);
  if (now === undefined)
    return [
      { effect: 'narrower', part, what: `It gets no ${category} any more.`, why: is.never.get(category) ?? null },
    ];
  if (before === undefined)
    return [{ effect: 'wider', part, what: `It gets ${category} from now on${forWhat(now)}.`, why: null }];
  const isLess = now.every((purpose) => before.includes(purpose));
  const what = `It gets ${category}${forWhat(now)}; before${forWhat(before)}.`;
  return [{ effect: isLess ? 'narrower' : 'wider', part, what, why: null }];
}

function notificationChanges(was: PolicyDocument, is: PolicyDocument): readonly PolicyChange[] {
  const part = 'Messages to customers';
  return NOTIFICATION_KINDS.flatMap((kind): readonly PolicyChange[] => {
    const [before, now] = [was.notifications[kind], is.notifications[kind]];
    if (before === undefined && now === undefined) return [];
    if (now === undefined) return [{ effect: 'narrower', part, what: `${kind} is not sent any more.`, why: null }];
    if (before === undefined)
      return [{ effect: 'wider', part, what: `${kind} is new, by ${now.channels.join(' and ')}.`, why: now.sentWhen }];
    return treeChanges(before, now, { part, added: 'wider', removed: 'narrower' }, kind);
  });
}
