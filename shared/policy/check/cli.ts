// `npm run policy:check`: compares schemas, topics and sentences with the policy, prints the data map, and fails on any violation.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../read-policy-file.js';
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

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = main(process.argv.slice(2));

function main(args: string[]): number {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${HELP}`);
    return EXIT_USAGE;
  }
  if (options.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const policyFile = options.policy === undefined ? undefined : path.resolve(options.policy);
  const outcome = runCheck(repositoryRoot(), policyFile);
  if (options.quiet !== true) print(outcome);
  if (options.write !== undefined) write(outcome, options.write);
  for (const violation of outcome.violations) process.stderr.write(`✗ ${violation}\n`);
  const count = outcome.violations.length;
  if (count > 0) {
    process.stderr.write(`${count} violation${count === 1 ? '' : 's'} of the policy.\n`);
    return EXIT_VIOLATIONS;
  }
  process.stdout.write('✓ Schemas, topics and sentences keep the policy.\n');
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

function print({ report, map, sentences }: CheckOutcome): void {
  if (report === null) return;
  const width = Math.min(process.stdout.columns ?? WIDEST, WIDEST);
  process.stdout.write(`${renderText(report, map, sentences, width)}\n`);
}

function write({ report }: CheckOutcome, file: string): void {
  if (report === null) return;
  const base = path.resolve(file.replace(/\.(?:html?|md)$/i, ''));
  mkdirSync(path.dirname(base), { recursive: true });
  writeFileSync(`${base}.html`, renderHtml(report));
  writeFileSync(`${base}.md`, renderMarkdown(report));
  process.stdout.write(`Written: ${base}.html and ${base}.md\n`);
}
