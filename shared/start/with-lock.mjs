// One at a time across processes: commands started side by side in a fresh clone must not install or build over one another.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {string} folder lock folder; holds the owner's pid, so that a lock left by a killed process is taken over
 * @param {() => Promise<void>} work
 */
export async function withLock(folder, work) {
  const pidFile = path.join(folder, 'pid');
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(pidFile, String(process.pid));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!ownerLives(pidFile)) rmSync(folder, { recursive: true, force: true });
      await sleep(200);
    }
  }
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownerLives(pidFile) {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch (error) {
    // A lock folder without a pid yet is a moment old: its owner is about to write it.
    return error.code === 'ENOENT' || error.code === 'EPERM';
  }
}
