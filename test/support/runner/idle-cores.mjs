// Waits until the cores have had little to do for a moment: then one more test may run beside those that wait for something themselves.
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 500;
/** For so many looks in a row. */
const LOOKS = 3;
const IDLE_SHARE = 0.4;

/**
 * Resolves with true when the cores are idle, or with false once it is over.
 * @param isOver asked at each look
 * @param look what the cores have spent so far; @param lookMs between two of them
 */
export async function coresAreIdle(isOver, look = spent, lookMs = LOOK_MS) {
  let [before, looks] = [look(), 0];
  while (looks < LOOKS) {
    await sleep(lookMs, undefined, { ref: false });
    if (isOver()) return false;
    const now = look();
    looks = now.idle - before.idle >= IDLE_SHARE * (now.all - before.all) ? looks + 1 : 0;
    before = now;
  }
  return true;
}

/** Of all cores together, since the machine is up. */
function spent() {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += Object.values(times).reduce((sum, ms) => sum + ms, 0);
  }
  return { idle, all };
}
