// What a test file leaves open keeps working while the next ones run in the same process: processes, servers, connections. It fails for it.
import { setTimeout as sleep } from 'node:timers/promises';

const KINDS = { ProcessWrap: 'processes', TCPServerWrap: 'servers', TCPSocketWrap: 'connections' };
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
/** What is closing now may take this long. */
const GRACE_MS = 5_000;
const LOOK_AGAIN_MS = 20;

/** To be called before the file; what it returns says afterwards what was left open, or undefined. */
export function watchOpen() {
  const before = count();
  return async () => {
    closeIdleFetches();
    const endMs = Date.now() + GRACE_MS;
    for (;;) {
      const now = count();
      const left = Object.entries(KINDS).filter(([kind]) => (now[kind] ?? 0) > (before[kind] ?? 0));
      if (left.length === 0) return undefined;
      if (Date.now() > endMs) return left.map(([kind, name]) => `${now[kind] - (before[kind] ?? 0)} ${name}`).join(', ');
      await sleep(LOOK_AGAIN_MS);
    }
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
