// A rule-set file → rules ready to run, or every fault in it by name. Strict: a misspelt key would silently not apply.
import { parse } from 'yaml';
import { z } from 'zod';
import { shapeFaults } from '#shared/domain/shape-faults';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { LIST_CODES } from '../domain/entity-lists.js';
import { type Rule, type RuleSet, TIERS } from '../domain/verdict.js';
import { compileCondition } from './compile-condition.js';

const sentence = z.string().regex(/^\S.*[.]$/s, 'must be a sentence that ends in a full stop');
const points = z.int().min(-100).max(100);

const ruleSchema = z.strictObject({
  state: z.enum(['active', 'shadow', 'off']),
  tier: z.enum(TIERS),
  weight: points,
  when: z.string().min(1),
  /** Why it is suspicious, for the person who looks at the order. */
  analyst: sentence,
  /** What the customer may be told: never which signal, so that nobody learns how to get past it. */
  customer: sentence,
});

const setSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and hyphens, a letter first'),
  version: z.int().min(1),
  reviewFrom: points.min(1),
  blockFrom: points.min(1),
  rules: z.record(z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'must be a code such as DEVICE_SEEN'), ruleSchema),
});

const RESERVED: ReadonlySet<string> = new Set(Object.values(LIST_CODES));

/** What people read about a rule. */
export interface RuleText {
  readonly analyst: string;
  readonly customer: string;
  readonly when: string;
}

export type ParsedRuleSet =
  | { readonly kind: 'rule-set'; readonly ruleSet: RuleSet; readonly texts: ReadonlyMap<string, RuleText> }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

export function parseRuleSet(text: string): ParsedRuleSet {
  const read = readYaml(text);
  if (read === undefined) return { kind: 'refused', problems: ['is not YAML'] };
  const parsed = setSchema.safeParse(read);
  if (!parsed.success) {
    return {
      kind: 'refused',
      problems: shapeFaults(read, parsed.error.issues).map(
        ({ place, says }) => `${place.map(String).join('.') || 'file'}: ${says}`,
      ),
    };
  }
  const { name, version, reviewFrom, blockFrom, rules: written } = parsed.data;
  const problems: string[] = [];
  if (blockFrom <= reviewFrom) problems.push('blockFrom: is not above reviewFrom');
  const rules: Rule[] = [];
  const texts = new Map<string, RuleText>();
  for (const [code, { state, tier, weight, when, analyst, customer }] of Object.entries(written)) {
    const condition = compileCondition(when);
    if (condition.kind === 'refused') problems.push(`rules.${code}.when: ${condition.problem}`);
    else rules.push({ code, state, tier, weight, holds: condition.holds, evidence: condition.evidence });
    if (RESERVED.has(code)) problems.push(`rules.${code}: is what reasons of lists are called`);
    if (tier === 'block' && weight < 50) problems.push(`rules.${code}: a rule that blocks weighs 50 points or more`);
    texts.set(code, { analyst, customer, when });
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'rule-set', ruleSet: { name, version, reviewFrom, blockFrom, rules }, texts };
}

/** @throws RULE_SET_INVALID */
export function readRuleSet(text: string): Extract<ParsedRuleSet, { readonly kind: 'rule-set' }> {
  const parsed = parseRuleSet(text);
  if (parsed.kind === 'rule-set') return parsed;
  throw new FulfilmentError('RULE_SET_INVALID', { problems: parsed.problems.join('; ') });
}

function readYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return undefined;
  }
}
