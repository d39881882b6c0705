// What a test file leaves open keeps working while the next ones run in the same process: a process or a server fails the file. Connections are
// only told: a client may need long to notice that it was closed.
import { setTimeout as sleep } from 'node:timers/promises';

const FAILING = { ProcessWrap: 'processes', TCPServerWrap: 'servers' };
const TOLD = { TCPSocketWrap: 'connections' };
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
/** What is closing now may take this long. */
const GRACE_MS = Number(process.env.TEST_GRACE_MS ?? 5_000);
const LOOK_AGAIN_MS = 20;

/** To be called before the file; what it returns says afterwards what was left open, or undefined. */
export function watchOpen(testPath) {
  const before = count();
  const left = (kinds) => {
    const now = count();
    const more = Object.entries(kinds).filter(([kind]) => (now[kind] ?? 0) > (before[kind] ?? 0));
    return more.length === 0 ? undefined : more.map(([kind, name]) => `${now[kind] - (before[kind] ?? 0)} ${name}`).join(', ');
  };
  return async () => {
    closeIdleFetches();
    const endMs = Date.now() + GRACE_MS;
    while (left({ ...FAILING, ...TOLD }) !== undefined && Date.now() < endMs) await sleep(LOOK_AGAIN_MS);
    const connections = left(TOLD);
    if (connections !== undefined) process.stderr.write(`${testPath} leaves open: ${connections}.\n`);
    return left(FAILING);
  };
}

function count() {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** `fetch` keeps connections for the next request to the same server, which is not there any more. */
function closeIdleFetches() {
  const used = globalThis[DISPATCHER];
  if (used === undefined) return;
  globalThis[DISPATCHER] = new used.constructor();
  void used.destroy();
}
