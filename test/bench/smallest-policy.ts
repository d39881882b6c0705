// The smallest policy under which every order of the sample goes: the same carriers, kinds and countries, one and the same label for all.
import { parse, stringify } from 'yaml';
import { readPolicyText } from '#shared/policy/read-policy-file';

interface KindTree {
  fields: unknown;
  overrides?: unknown;
}

interface PolicyTree {
  version: number;
  carriers: Record<string, { releases: Record<string, KindTree> }>;
}

/** What every parcel needs on its label, and abroad the one customs field without which no policy is valid; nothing differs by kind or country. */
const LABEL = ['recipientName', 'addressLines', 'city', 'postalCode', 'countryCode', 'serviceLevel', 'weightGrams'];
const why = 'It is on every label.';
const LIST = Object.fromEntries(LABEL.map((field) => [field, { need: 'when-present', why }]));
const ABROAD = { 'customsItems.quantity': { need: 'when-present', why: 'No policy is valid without one.' } };

/** @returns both as YAML, under the same number */
export function policiesToCompare(version: number): { readonly full: string; readonly smallest: string } {
  const tree = { ...(parse(readPolicyText()) as PolicyTree), version };
  const full = yamlOf(tree);
  for (const { releases } of Object.values(tree.carriers)) {
    for (const [kind, release] of Object.entries(releases)) {
      release.fields = kind === 'international' ? { ...LIST, ...ABROAD } : LIST;
      delete release.overrides;
    }
  }
  return { full, smallest: yamlOf(tree) };
}

function yamlOf(tree: PolicyTree): string {
  return stringify(tree, { aliasDuplicateObjects: false });
}
