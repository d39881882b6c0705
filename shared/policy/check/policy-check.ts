// What `npm run policy:check` does: compares schemas, topics and sentences with the policy, prints the data map, tells every violation.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { renderHtml } from './render-html.js';
import { renderMarkdown } from './render-markdown.js';
import { renderText } from './render-text.js';
import { type CheckOutcome, runCheck } from './run-check.js';

const HELP = `Usage: npm run policy:check -- [options]

Checks that no field lacks a category, that every record that leaves holds only what its recipient may get, that no category is
without retention, that no purpose is outside the six, and that every sentence of the privacy policy is enforced and proven or
honestly planned. Prints the data map. Ends with 1 and the names of the violations when there are any.

  --policy FILE   check another policy file against the schemas of this repository
  --write FILE    write the record of processing activities as FILE.html and FILE.md (an ending .html or .md is left off first)
  --quiet         print the violations and the last line only
  --help          this text
`;

const EXIT_VIOLATIONS = 1;
const EXIT_USAGE = 64;
/** Columns beyond which lines get hard to read. */
const WIDEST = 130;

/** Where the command runs and writes to. */
export interface Surroundings {
  /** Folder of the repository. */
  readonly root: string;
  /** Columns of the terminal; undefined: there is none. */
  readonly columns: number | undefined;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs the command. @returns exit code: 0, 1 for violations, 64 for options it does not know */
export function policyCheck(args: string[], surroundings: Surroundings): number {
  const { root, out, err } = surroundings;
  const options = readOptions(args);
  if (typeof options === 'string') {
    err(`${options}\n\n${HELP}`);
    return EXIT_USAGE;
  }
  if (options.help === true) {
    out(HELP);
    return 0;
  }
  const policyFile = options.policy === undefined ? undefined : path.resolve(options.policy);
  const outcome = runCheck(root, policyFile);
  if (options.quiet !== true) out(render(outcome, surroundings.columns));
  if (options.write !== undefined) out(write(outcome, options.write));
  for (const violation of outcome.violations) err(`✗ ${violation}\n`);
  const count = outcome.violations.length;
  if (count > 0) {
    err(`${count} violation${count === 1 ? '' : 's'} of the policy.\n`);
    return EXIT_VIOLATIONS;
  }
  out('✓ Schemas, topics and sentences keep the policy.\n');
  return 0;
}

interface Options {
  readonly policy?: string | undefined;
  readonly write?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly help?: boolean | undefined;
}

/** The options, or what is wrong with them. */
function readOptions(args: string[]): Options | string {
  try {
    return parseArgs({
      args,
      options: {
        policy: { type: 'string' },
        write: { type: 'string' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function render({ report, map, sentences }: CheckOutcome, columns = WIDEST): string {
  return report === null ? '' : `${renderText(report, map, sentences, Math.min(columns, WIDEST))}\n`;
}

/** Writes both files and says so. */
function write({ report }: CheckOutcome, file: string): string {
  if (report === null) return '';
  const base = path.resolve(file.replace(/\.(?:html?|md)$/i, ''));
  mkdirSync(path.dirname(base), { recursive: true });
  writeFileSync(`${base}.html`, renderHtml(report));
  writeFileSync(`${base}.md`, renderMarkdown(report));
  return `Written: ${base}.html and ${base}.md\n`;
}
