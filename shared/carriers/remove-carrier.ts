// Removes a carrier in two strokes: first it is given nothing more and what it holds is taken back; then, once every byte of it is due to
// be gone, its logins, rights, topics and subjects go. It may be cut off anywhere and run again.
import { entryOf } from './carrier-entry.js';
import type { CarriersRequest } from './carriers-arguments.js';
import { beginRemoval, endRemoval } from './change-carrier.js';
import { type CommandDeps, type ExitCode, tellFailure } from './command-parts.js';

type RemoveRequest = Extract<CarriersRequest, { kind: 'change' }>;

const LOOK_EVERY_MS = 1_000;
/** Services take back within seconds; when none runs, nobody does. */
const PATIENCE_MS = 60_000;

export async function removeCarrier(deps: CommandDeps, request: RemoveRequest): Promise<ExitCode> {
  const { say } = deps;
  const { carrierId, withdrawLive, later } = request;
  const begun = await beginRemoval(deps, carrierId, withdrawLive);
  if (begun.kind === 'failed') return tellFailure(say, begun);
  if (begun.kind !== 'done') {
    say(begun.kind === 'refused' ? begun.why : stillHolds(carrierId, begun.live));
    return 1;
  }
  if (begun.isAnew) say(`${carrierId} is given nothing more. What it holds is taken back now.`);
  return finish(deps, carrierId, later);
}

function stillHolds(carrierId: string, live: number): string {
  return `${carrierId} still holds ${live} live ${live === 1 ? 'record' : 'records'}. Stop it and wait until its parcels are done and erased,\nor take them back from it now with --withdraw-live.`;
}

/** Also when it was begun some time ago. */
async function finish(deps: CommandDeps, carrierId: string, later: boolean): Promise<ExitCode> {
  const { desk, clock, say } = deps;
  const known = await desk.known();
  const entry = entryOf(known.policy, known.register, carrierId);
  if (entry !== null && entry.logins.length > 0) {
    const dueMs = entry.changedAt + desk.promiseMs;
    if (later && clock.nowMs() < dueMs) {
      say(`To take away its logins and topics, run the same command again after ${new Date(dueMs).toISOString()}.`);
      return 0;
    }
    if (!(await waitUntilEmpty(deps, carrierId))) return 2;
    const leftMs = dueMs - clock.nowMs();
    if (leftMs > 0) {
      say(
        `Nothing is live. What was is gone from the disks in ${seconds(leftMs)}; until then the carrier can read what to delete.`,
      );
      await deps.sleep(leftMs);
    }
  }
  return takeAwayNow(deps, carrierId);
}

async function takeAwayNow(deps: CommandDeps, carrierId: string): Promise<ExitCode> {
  const { say } = deps;
  const ended = await endRemoval(deps, carrierId);
  if (ended.kind === 'failed') return tellFailure(say, ended);
  say(
    ended.kind === 'refused'
      ? ended.why
      : `Nothing is left of ${carrierId}: no login, no rights, no topic, no subject.`,
  );
  return ended.kind === 'refused' ? 1 : 0;
}

/** False when nobody takes the records back. */
async function waitUntilEmpty({ desk, clock, say, sleep }: CommandDeps, carrierId: string): Promise<boolean> {
  const sinceMs = clock.nowMs();
  for (let told = -1; ; ) {
    const live = await desk.liveRecords(carrierId);
    if (live === 0) return true;
    if (live !== told) say(`  ${live} ${live === 1 ? 'record' : 'records'} to be taken back …`);
    if (clock.nowMs() - sinceMs > PATIENCE_MS && live === told) {
      say(
        `Nobody takes them back: is the carriers service running? (npm run services -- carriers). Then run this again.`,
      );
      return false;
    }
    told = live;
    await sleep(LOOK_EVERY_MS);
  }
}

function seconds(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
