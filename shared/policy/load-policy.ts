// YAML text → the frozen, compiled policy, or one error that names everything wrong with it.
import { parseDocument } from 'yaml';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { compilePolicy } from './compile-policy.js';
import type { Policy } from './policy.js';
import { violationsOf } from './policy-rules.js';
import { type PolicyDocument, policySchema } from './policy-schema.js';

export type PolicyParsed =
  | { readonly kind: 'policy'; readonly policy: Policy; readonly document: PolicyDocument }
  /** Sentences for the author of the file, each beginning with the place. */
  | { readonly kind: 'invalid'; readonly violations: readonly string[] };

/** Texts are asked for again and again: what is in force, beside what is to come. */
const REMEMBERED = 4;
const remembered = new Map<string, PolicyParsed>();

/** Checks and compiles a policy file. Total: whatever is wrong comes back as violations, all of one stage at once. */
export function parsePolicy(text: string): PolicyParsed {
  const parsed = remembered.get(text) ?? parseAnew(text);
  remembered.delete(text);
  remembered.set(text, parsed);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break;
    remembered.delete(oldest);
  }
  return parsed;
}

function parseAnew(text: string): PolicyParsed {
  const yaml = parseDocument(text, { uniqueKeys: true, strict: true });
  if (yaml.errors.length > 0) {
    return invalid(yaml.errors.map(({ linePos, message }) => `line ${linePos?.[0].line ?? 1}: ${firstLine(message)}`));
  }
  return checkPolicy(yaml.toJS({ maxAliasCount: 50 }));
}

/** The same for a file that is already read into plain objects. */
export function checkPolicy(tree: unknown): PolicyParsed {
  const shape = policySchema.safeParse(tree);
  if (!shape.success) {
    return invalid(
      shape.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'file'}: ${message}`),
    );
  }
  const violations = violationsOf(shape.data);
  if (violations.length > 0) return invalid(violations);
  return { kind: 'policy', policy: compilePolicy(shape.data), document: shape.data };
}

/**
 * @param text the policy file
 * @throws FulfilmentError POLICY_INVALID with the number of violations and the first of them; `cause` holds all
 */
export function loadPolicy(text: string): Policy {
  const parsed = parsePolicy(text);
  if (parsed.kind === 'policy') return parsed.policy;
  const { violations } = parsed;
  const all = violations.join('\n');
  throw new FulfilmentError('POLICY_INVALID', { violations: violations.length, all }, { cause: new Error(all) });
}

function invalid(violations: readonly string[]): PolicyParsed {
  return { kind: 'invalid', violations };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
