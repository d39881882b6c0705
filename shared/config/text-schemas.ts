// Readers of variable texts; their messages complete the sentence "<variable> …" and never repeat the text.
import { z } from 'zod';
import { createSecret, type Secret } from './secret.js';

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const problem = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?\d+$/, problem)
    .transform(Number)
    .refine((value) => value >= min && value <= max, problem);
}

/** A number greater than 0, decimals allowed. */
export function positiveNumber(): z.ZodType<number, string> {
  const problem = 'must be a number greater than 0';
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, problem)
    .transform(Number)
    .refine((value) => value > 0 && Number.isFinite(value), problem);
}

/** One of a closed list, case as given. */
export function oneOf<const T extends readonly [string, ...string[]]>(choices: T): z.ZodType<T[number], string> {
  const known = new Set<string>(choices);
  return z
    .string()
    .refine((text) => known.has(text), `must be one of ${choices.join(', ')}`)
    .transform((text) => text as T[number]);
}

/** Any text that is not empty. */
export function text(): z.ZodType<string, string> {
  return z.string().min(1, 'must not be empty');
}

/** Text that matches a pattern; `problem` completes "<variable> …". */
export function textLike(pattern: RegExp, problem: string): z.ZodType<string, string> {
  return z.string().regex(pattern, problem);
}

/** A text that must not be printed. */
export function secretText(): z.ZodType<Secret, string> {
  return z
    .string()
    .min(1, 'must not be empty')
    .transform((value) => createSecret(value));
}

/** An absolute URL of one of the protocols (`http:`, `mongodb:`), kept as written. */
export function url(protocols: readonly [string, ...string[]]): z.ZodType<string, string> {
  return z.string().refine(
    (value) => {
      return protocols.some((protocol) => value.startsWith(`${protocol}//`) && value.length > protocol.length + 2);
    },
    `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  );
}
