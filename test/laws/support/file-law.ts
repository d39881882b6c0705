// Judges files by size, name, exports and relative paths, and says how to mend what it refuses.
import type { SourceFile } from './module-graph.js';

const HARD_LIMIT_LINES = 220;
const TEST_LIMIT_LINES = 320;
export const LONG_LINES = 150;
const VAGUE = /^(?:utils?|helpers?|common|managers?|misc|stuff|v\d+|new|old)$/;
const GENERATED = /^schemas\/generated\//;

export type JudgedFile = Pick<SourceFile, 'path' | 'lines' | 'facts'>;

export function judgeSize(file: JudgedFile): string | null {
  if (GENERATED.test(file.path)) return null;
  const limit = file.path.startsWith('test/') ? TEST_LIMIT_LINES : HARD_LIMIT_LINES;
  return file.lines <= limit
    ? null
    : `${file.path} has ${file.lines} lines, more than ${limit}: split it by what it does.`;
}

export function isLong(file: JudgedFile): boolean {
  return !GENERATED.test(file.path) && file.lines > LONG_LINES;
}

export function judgeName(file: JudgedFile): string | null {
  const parts = file.path.replace(/\.(?:test\.)?[a-z]+$/, '').split('/');
  const vague = parts.flatMap((part) => part.split('-')).find((word) => VAGUE.test(word));
  if (vague !== undefined) return `${file.path}: "${vague}" says nothing. Name it by what it does.`;
  const bad = parts.find((part) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part));
  return bad === undefined ? null : `${file.path}: "${bad}" is not kebab-case.`;
}

export function judgeExports(file: JudgedFile): string | null {
  // Declarations describe what somebody else exports; jest takes its set-up, its runner and its order of tests from a default export.
  if (
    file.path.endsWith('.d.ts') ||
    /^test\/support\/(?:global-[a-z]+\.ts|runner\/runner\.mjs|slowest-first\.mjs)$/.test(file.path)
  )
    return null;
  return file.facts.hasDefaultExport
    ? `${file.path} has a default export: give it a name, so that it is the same everywhere.`
    : null;
}

export function judgePaths(file: JudgedFile): string[] {
  return file.facts.imports.flatMap(({ specifier }) => {
    if (specifier.includes('../../'))
      return [`${file.path} imports ${specifier}: use #shared/…, #services/…, #schemas/… or #test/….`];
    if (specifier.startsWith('#') && /\.[cm]?[jt]s$/.test(specifier))
      return [`${file.path} imports ${specifier}: aliases have no extension.`];
    if (specifier.startsWith('.') && !/\.(?:jsx?|mjs|json)$/.test(specifier))
      return [`${file.path} imports ${specifier}: end it in .js, or .jsx for markup.`];
    return [];
  });
}

/** Test files that no runner takes, and files with tests whose name hides them. */
export function judgeTestFile(file: JudgedFile, patterns: readonly string[]): string | null {
  const looksLikeTest = /\.(?:test|spec)\.[cm]?[jt]s$/.test(file.path);
  const holdsTests = file.facts.imports.some(
    ({ specifier, names }) => specifier === '@jest/globals' && names.some((name) => name === 'test' || name === 'it'),
  );
  if (!looksLikeTest && !holdsTests) return null;
  if (holdsTests && /\/support\//.test(file.path)) return null;
  if (patterns.some((pattern) => matches(file.path, pattern))) return null;
  return `${file.path} is a test that no runner takes: put it below ${patterns.join(' or ')}.`;
}

/** The only form our jest settings use: a folder, any depth, a suffix. */
function matches(path: string, pattern: string): boolean {
  const [folder = '', suffix = ''] = pattern.replace('<rootDir>/', '').split('**/*');
  return path.startsWith(folder) && path.endsWith(suffix);
}
