// Compares two plain trees (parsed YAML) leaf by leaf, so that nothing of a policy can change without being told.
import type { ChangeEffect, PolicyChange } from './policy-change.js';

export interface TreeRules {
  readonly part: string;
  /** What an entry more and an entry less in a list do; default: neither narrower nor wider. */
  readonly added?: ChangeEffect;
  readonly removed?: ChangeEffect;
}

/** Longest text that is quoted; a longer one is only said to have changed. */
const QUOTED_CHARACTERS = 90;

/** One change per leaf and per entry of a list; the path of it stands in the sentence. */
export function treeChanges(before: unknown, after: unknown, rules: TreeRules, path = ''): readonly PolicyChange[] {
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => treeChanges(before[key], after[key], rules, path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, rules, path);
  if (isSame(before, after)) return [];
  return [change(rules, 'other', `${path || 'It'} ${inWords(before, after)}.`)];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], rules: TreeRules, path: string) {
  const has = (list: readonly unknown[], one: unknown): boolean => list.some((each) => isSame(each, one));
  const gone = before.filter((one) => !has(after, one));
  const come = after.filter((one) => !has(before, one));
  const at = path === '' ? '' : `${path}: `;
  return [
    ...gone.map((one) => change(rules, rules.removed ?? 'other', `${at}${textOf(one)} is gone.`)),
    ...come.map((one) => change(rules, rules.added ?? 'other', `${at}${textOf(one)} is new.`)),
    ...(gone.length === 0 && come.length === 0 && !isSame(before, after)
      ? [change(rules, 'other', `${at}the order changed.`)]
      : []),
  ];
}

function inWords(before: unknown, after: unknown): string {
  if (before === undefined) return `is new: ${textOf(after)}`;
  if (after === undefined) return `is gone, it was ${textOf(before)}`;
  const [from, to] = [textOf(before), textOf(after)];
  if (from.length + to.length <= QUOTED_CHARACTERS) return `changes from ${from} to ${to}`;
  return to.length <= QUOTED_CHARACTERS ? `now reads: ${to.replace(/[.]$/, '')}` : 'reads differently';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isSame(before: unknown, after: unknown): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}

function change({ part }: TreeRules, effect: ChangeEffect, what: string): PolicyChange {
  return { effect, part, what, why: null };
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
