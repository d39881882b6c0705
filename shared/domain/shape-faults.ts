// What is wrong with the shape of a file that a person wrote: where, and what is expected there, in her words instead of the checker's. Pure.
import type { core } from 'zod';

type Issue = core.$ZodIssue;
type Place = readonly PropertyKey[];

export interface ShapeFault {
  /** Keys and positions from the top of the file. */
  readonly place: Place;
  /** Goes on after the name of the place: `is missing; a number belongs here`. */
  readonly says: string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
  null: 'nothing',
};

const FORMATS: Readonly<Record<string, string>> = { date: 'must be a day such as 2026-01-31' };

/** @param tree what was checked */
export function shapeFaults(tree: unknown, issues: readonly Issue[]): readonly ShapeFault[] {
  return issues.flatMap((issue) => faultsOf(tree, [], issue));
}

function faultsOf(tree: unknown, above: Place, issue: Issue): readonly ShapeFault[] {
  const place = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ place: [...place, key], says: 'is no key that is known here' }));
  if (issue.code === 'invalid_key')
    return issue.issues.map((key) => ({ place, says: `is no name that may stand here: ${wordsOf(key)}` }));
  if (issue.code === 'invalid_union') return unionFaults(tree, place, issue);
  const isKind = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  return [{ place, says: isKind ? misses(valueAt(tree, place), expected(issue)) : wordsOf(issue) }];
}

/** Of several forms the one that was meant: the right kind of thing, with the fewest faults. */
function unionFaults(tree: unknown, place: Place, issue: core.$ZodIssueInvalidUnion): readonly ShapeFault[] {
  const is = valueAt(tree, place);
  if ('options' in issue) return [{ place, says: misses(is, oneOf(issue.options ?? [])) }];
  const errors: readonly (readonly Issue[])[] = issue.errors;
  const meant = errors.filter((branch) => !branch.some(isOfAnotherKind)).toSorted((a, b) => a.length - b.length)[0];
  if (meant !== undefined) return meant.flatMap((issue) => faultsOf(tree, place, issue));
  const forms = errors.flatMap((branch) => branch.filter(isOfAnotherKind).slice(0, 1).map(expected));
  return [{ place, says: misses(is, [...new Set(forms)].join(', or ')) }];
}

function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function misses(is: unknown, wanted: string): string {
  if (is === undefined) return `is missing; ${wanted} belongs here`;
  if (is === null) return `is empty; ${wanted} belongs here`;
  return `must be ${wanted}`;
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  return issue.code === 'invalid_value' ? oneOf(issue.values) : wordsOf(issue);
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => `“${String(value)}”`);
  return words.length > 1 ? `one of ${words.join(', ')}` : (words[0] ?? 'nothing');
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'too_small') return limit('at least', issue.origin, issue.minimum);
  if (issue.code === 'too_big') return limit('at most', issue.origin, issue.maximum);
  if (issue.code === 'invalid_format') return FORMATS[issue.format] ?? issue.message;
  return issue.message;
}

function limit(bound: string, origin: string, size: number | bigint): string {
  if (origin === 'string') return `must have ${bound} ${size} characters`;
  if (origin === 'array') return `must have ${bound} ${size} ${Number(size) === 1 ? 'entry' : 'entries'}`;
  return `must be ${bound} ${size}`;
}

function valueAt(tree: unknown, place: Place): unknown {
  let at = tree;
  for (const key of place) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}
