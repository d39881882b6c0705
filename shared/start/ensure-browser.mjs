// Finds the Chromium that the tests look at the console with, and installs Debian's where there is none and we may.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * @returns {string} the program
 * @throws {Error} what to do when there is none
 */
export function ensureBrowser() {
  const found = process.env.BROWSER_PATH ?? find(NAMES);
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || find(['apt-get']) === null) throw new Error(missing('it can be installed by root with apt only'));
  process.stderr.write('Installing Chromium for the tests of the console (once) …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: ['ignore', 2, 2] }).status;
  apt('update');
  if (apt('install', '-y', '--no-install-recommends', 'chromium') !== 0) throw new Error(missing('apt-get failed, see above'));
  const installed = find(NAMES);
  if (installed === null) throw new Error(missing('apt-get installed it, but it is not on the path'));
  return installed;
}

function missing(why) {
  return `The tests of the console need Chromium: ${why}. Install it (apt-get install chromium), or name a Chrome or Chromium in BROWSER_PATH.`;
}

function find(names) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(`${ensureBrowser()}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
