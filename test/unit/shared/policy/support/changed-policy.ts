// The policy of the repository with something changed, as text or loaded: tests say what they change and nothing else.
import { parse, stringify } from 'yaml';
import { checkPolicy, loadPolicy } from '#shared/policy/load-policy';
import type { Policy } from '#shared/policy/policy';
import { readPolicyText } from '#shared/policy/read-policy-file';

/** The file as plain objects; tests reach into it freely and write anything, wrong things above all. */
export interface Tree {
  [key: string]: Tree;
}

const TEXT = readPolicyText();
const TREE = parse(TEXT) as Tree;
const CURRENT = loadPolicy(TEXT);

export function currentPolicy(): Policy {
  return CURRENT;
}

export function changedTree(change: (tree: Tree) => void): Tree {
  const tree = structuredClone(TREE);
  change(tree);
  return tree;
}

/** The file with something changed, as YAML. */
export function changedText(change: (tree: Tree) => void): string {
  return stringify(changedTree(change), { aliasDuplicateObjects: false });
}

export function changedPolicy(change: (tree: Tree) => void): Policy {
  const parsed = checkPolicy(changedTree(change));
  if (parsed.kind === 'policy') return parsed.policy;
  throw new TypeError(`the test changed the policy into an invalid one:\n${parsed.violations.join('\n')}`);
}

export function violationsAfter(change: (tree: Tree) => void): readonly string[] {
  const parsed = checkPolicy(changedTree(change));
  return parsed.kind === 'invalid' ? parsed.violations : [];
}

/** Writes a value into the tree, whatever type the place has. */
export function put(tree: Tree, path: string, value: unknown): void {
  const keys = path.split('/');
  const last = keys.pop() as string;
  let at = tree as unknown as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
}
