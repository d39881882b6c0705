// `npm run docs`: the AsyncAPI document and its page. Exit code 0: written, 2: could not be written, 64: usage.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readPolicyFile, repositoryRoot } from '#shared/policy/read-policy-file';
import { asyncApiDocument } from './asyncapi-document.js';
import { renderDocument } from './render-document.js';

const HELP = `npm run docs -- [--out DIR]

Writes what there is to know of topics and records, made of the catalogue, the schemas and the policy:
  DIR/asyncapi.json   an AsyncAPI 3 document, for generators and catalogues
  DIR/index.html      the same to read; one file, nothing from elsewhere
  --out DIR           where to (reports/docs)
Exit code 0: written, 2: could not be written, 64: usage.
`;

function main(args: readonly string[]): number {
  const out = readArguments(args);
  if (out === null) return 64;
  if (out === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const policy = readPolicyFile();
  const document = asyncApiDocument(policy, String(policy.version));
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(path.join(out, 'asyncapi.json'), `${JSON.stringify(document, null, 2)}\n`);
    writeFileSync(path.join(out, 'index.html'), renderDocument(document));
  } catch (error) {
    const { code = 'unknown' } = error as { code?: string };
    process.stderr.write(`The folder can't be written (${code}). Name another one with --out.\n`);
    return 2;
  }
  const { channels, components } = document;
  const counts = `${Object.keys(channels).length} topics, ${Object.keys(components.messages).length} records`;
  process.stdout.write(
    `${counts}\n  read      ${path.join(out, 'index.html')}\n  AsyncAPI  ${path.join(out, 'asyncapi.json')}\n`,
  );
  return 0;
}

function readArguments(args: readonly string[]): string | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, help: { type: 'boolean', default: false } },
    });
    return values.help ? 'help' : path.resolve(values.out ?? path.join(repositoryRoot(), 'reports', 'docs'));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return null;
  }
}

process.exitCode = main(process.argv.slice(2));
