// Runs one of the bundled programs: `node run.mjs services/run-services.ts intake`. Without one it loads all services and keeps what node compiled.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'dist');
const script = path.join(dist, 'programs', 'programs.js');
const compiled = `${script}.compiled`;
const [program, ...args] = process.argv.slice(2);

const isKept = program !== undefined;
const text = readFileSync(script, 'latin1');
const bundle = new Script(`(async (hostProgram, hostRequire, hostUrl, require) => {${text}\n})`, {
  filename: script,
  ...(isKept && { cachedData: readFileSync(compiled) }),
});
const require = createRequire(path.join(dist, 'package.json'));
// A program finds its own name and its arguments where node would put them.
if (isKept) process.argv.splice(1, Infinity, path.join(dist, program.replace(/\.ts$/, '.js')), ...args);
await bundle.runInThisContext()(program, require, (file) => pathToFileURL(path.join(dist, file)).href, require);
if (!isKept) {
  writeFileSync(`${compiled}.next`, bundle.createCachedData());
  renameSync(`${compiled}.next`, compiled);
  process.exit();
}
