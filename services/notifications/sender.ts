// The senders of one process: each claims the notice that has waited longest, sends it, and takes the next. Any number of processes share the outbox.
import type { Component } from '#shared/runtime/component';
import type { Clock } from '#shared/domain/clock';
import type { ClaimedNotice, Outbox } from './store/outbox.js';
import type { Sent } from './steps/send-notice.js';

export interface SenderDeps {
  readonly outbox: Pick<Outbox, 'claim'>;
  readonly send: (claimed: ClaimedNotice) => Promise<Sent>;
  readonly machineClock: Clock;
  /** How many notices are on their way at a time. */
  readonly atATime: number;
  /** How long one has a notice to itself; longer than any hand-over takes. */
  readonly leaseMs: number;
  /** How long to wait when nothing is due. */
  readonly idleMs: number;
  readonly onSent: (claimed: ClaimedNotice, sent: Sent) => void;
  /** Told of a failure of ours; true: go on after a pause, false: it is over. */
  readonly onFailed: (error: unknown) => boolean;
}

export interface Sender {
  /** Rejects with the failure that ended it; never resolves. */
  readonly done: Promise<void>;
}

/** After a failure of the database or the keyring. */
const PAUSE_MS = 1_000;

export function createSender(deps: SenderDeps): Component<Sender> {
  return {
    name: 'notifications-sender',
    start: async () => {
      const stopping = new AbortController();
      let fail: (error: unknown) => void = () => undefined;
      const done = new Promise<void>((_, reject) => {
        fail = reject;
      });
      done.catch(() => undefined);
      const loops = Array.from({ length: deps.atATime }, () => loop(deps, stopping.signal).catch(fail));
      const stop = async (): Promise<void> => {
        stopping.abort();
        await Promise.all(loops);
      };
      return { value: { done }, stop };
    },
  };
}

async function loop(deps: SenderDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (!(await sendNext(deps))) await pause(deps.idleMs, signal);
    } catch (error) {
      if (!deps.onFailed(error)) throw error;
      await pause(PAUSE_MS, signal);
    }
  }
}

/** False when nothing is due. What is thrown leaves the notice to its lease. */
async function sendNext({ outbox, send, machineClock, leaseMs, onSent }: SenderDeps): Promise<boolean> {
  const nowMs = machineClock.nowMs();
  const claimed = await outbox.claim(nowMs, nowMs + leaseMs);
  if (claimed === null) return false;
  onSent(claimed, await send(claimed));
  return true;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
