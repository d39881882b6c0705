// `npm run notifications -- preview`: every message to customers in every language, as one page. Reads the policy in the repository, talks to nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { NOTIFICATION_KINDS } from '#shared/domain/notification-kinds';
import { explainFailure } from '#shared/runtime/end-command';
import { previewPage } from '../templates/preview-page.js';
import { LANGUAGES } from '../templates/render-notice.js';

const HELP = `npm run notifications -- preview [--to FILE]
Writes a page with every message that customers may get, in every language, with samples of nobody.
  --to FILE   where to write it; default notifications.html in the current folder
Exit code 0: written; 2: it could not be written; 64: not a command.
`;

process.exitCode = run(process.argv.slice(2));

function run(args: readonly string[]): number {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = targetOf(args);
  if (file === null) {
    process.stderr.write(`Say preview, and at most --to and a file.\n\n${HELP}`);
    return 64;
  }
  try {
    const { notifications } = readPolicyFile();
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(
      file,
      previewPage((kind) => notifications.get(kind)),
    );
    process.stdout.write(
      `${NOTIFICATION_KINDS.length} kinds in ${LANGUAGES.length} languages: ${path.resolve(file)}\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(explainFailure(error).text);
    return 2;
  }
}

/** Null when this is no command of ours. */
function targetOf(args: readonly string[]): string | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { to: { type: 'string', default: 'notifications.html' } },
    });
    return positionals.length === 1 && positionals[0] === 'preview' ? values.to : null;
  } catch {
    return null;
  }
}
