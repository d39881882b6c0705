// Installs the dependencies of the lock file when they are missing or belong to another lock file.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { withLock } from './with-lock.mjs';

/** @param {string} root repository root */
export async function ensureDependencies(root) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node ${process.versions.node} is too old: Node 20.19 or newer is needed. Install it and run the command again.`);
  }
  const lockHash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
  const marker = path.join(root, 'node_modules', '.lock-hash');
  const installed = () => existsSync(marker) && readFileSync(marker, 'utf8') === lockHash;
  if (installed()) return;
  await withLock(path.join(root, '.install-lock'), async () => {
    if (installed()) return;
    process.stderr.write('Installing dependencies (once, about half a minute) …\n');
    const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (result.error !== undefined) throw new Error(`npm could not be started (${result.error.code ?? 'unknown'}): install Node with npm and try again.`);
    if (result.status !== 0) throw new Error('npm ci failed: see its message above, mend it (network, disk space) and run the command again.');
    writeFileSync(marker, lockHash);
  });
}
