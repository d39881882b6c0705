// Finds where a value does not fit its type, without saying what the value is.
import type { Type } from 'avsc';

const MOST_PATHS = 10;

export interface FitOptions {
  /** Fields that the schema does not have count as misfits too. */
  readonly noUndeclaredFields?: boolean;
}

/** Paths such as `items[2].quantity`, at most ten; empty when the value fits. Never throws. */
export function misfits(type: Type, value: unknown, options: FitOptions = {}): readonly string[] {
  const paths = new Set<string>();
  try {
    const fits = type.isValid(value, {
      noUndeclaredFields: options.noUndeclaredFields ?? false,
      errorHook: (path) => paths.add(formatPath(path)),
    });
    if (!fits && paths.size === 0) paths.add('(record)');
  } catch {
    paths.add('(record)');
  }
  return [...paths].slice(0, MOST_PATHS);
}

function formatPath(path: readonly string[]): string {
  const text = path
    .filter((part) => !part.includes('.')) // Names of union branches are no fields.
    .reduce(
      (before, part) => (/^\d+$/.test(part) ? `${before}[${part}]` : `${before}${before === '' ? '' : '.'}${part}`),
      '',
    );
  return text === '' ? '(record)' : text;
}
