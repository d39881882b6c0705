// YAML text → the frozen, compiled policy, or one error that names everything wrong with it.
import { shapeFaults } from '#shared/domain/shape-faults';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { compilePolicy } from './compile-policy.js';
import type { Policy } from './policy.js';
import { violationsOf } from './policy-rules.js';
import { type PolicyDocument, policySchema } from './policy-schema.js';
import { readYaml } from './yaml-text.js';

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
  const read = readYaml(text);
  return read.kind === 'faults' ? invalid(read.faults) : checkPolicy(read.tree, read.lineOf);
}

/**
 * The same for a file that is already read into plain objects.
 * @param lineOf where in the file a place begins; undefined: nobody knows
 */
export function checkPolicy(tree: unknown, lineOf?: (place: readonly PropertyKey[]) => number): PolicyParsed {
  const shape = policySchema.safeParse(tree);
  if (!shape.success) {
    return invalid(
      shapeFaults(tree, shape.error.issues).map(({ place, says }) => {
        const line = lineOf === undefined ? '' : ` (line ${lineOf(place)})`;
        return `${place.map(String).join('.') || 'file'}${line}: ${says}`;
      }),
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
