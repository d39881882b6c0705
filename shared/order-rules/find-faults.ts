// Turns what zod found into refusals: a code and a path without values.
import type { z } from 'zod';
import type { RefusalCode } from '#shared/errors/catalogue';

export interface Fault {
  readonly code: RefusalCode;
  readonly path: string;
}

/** Checks `value`; faults come back as codes with paths below `prefix` (e.g. `shipping`). Nothing found: empty. */
export function findFaults(schema: z.ZodType, value: unknown, prefix = ''): readonly Fault[] {
  const outcome = schema.safeParse(value);
  if (outcome.success) return NONE;
  return outcome.error.issues.map((issue) => ({ code: codeOf(issue), path: pathOf(prefix, issue.path) }));
}

const NONE: readonly Fault[] = [];

function codeOf(issue: z.core.$ZodIssue): RefusalCode {
  if (issue.code === 'too_big' && issue.origin === 'array') return 'TOO_MANY_ITEMS';
  if (issue.code === 'too_big' && issue.origin === 'string') return 'VALUE_TOO_LARGE';
  if (issue.code === 'invalid_type') return 'FIELD_TYPE_WRONG';
  return 'FIELD_INVALID';
}

function pathOf(prefix: string, path: readonly PropertyKey[]): string {
  let text = prefix;
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
