// The session a publisher seals with: opened to the newest key that was announced, renewed by number, by time and when the key changes.
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { ORDERS_INFO } from '#shared/hpke/associated-data';
import { openSealingSession, type RecipientKey, type SealingSession } from '#shared/hpke/sealing-session';

export interface SessionsDeps {
  /** The key to seal to now; undefined while none was announced. */
  readonly newestKey: () => RecipientKey | undefined;
  readonly clock: Clock;
  readonly blocksPerSession: number;
  readonly sessionMs: number;
}

/** @throws INGRESS_KEY_MISSING (retry) when there is nothing to seal to: then nothing is sent */
export function createSessions(deps: SessionsDeps): () => Promise<SealingSession> {
  let current: {
    readonly opening: Promise<SealingSession>;
    readonly keyId: string;
    readonly openedAtMs: number;
  } | null = null;
  let sealedBy: SealingSession | null = null;

  return () => {
    const key = deps.newestKey();
    if (key === undefined) return Promise.reject(new FulfilmentError('INGRESS_KEY_MISSING'));
    const nowMs = deps.clock.nowMs();
    const isFresh =
      current !== null &&
      current.keyId === key.keyId &&
      nowMs - current.openedAtMs < deps.sessionMs &&
      (sealedBy?.sealed ?? 0) < deps.blocksPerSession;
    if (current !== null && isFresh) return current.opening;
    sealedBy = null;
    const opening = openSealingSession(key, ORDERS_INFO);
    const opened = { opening, keyId: key.keyId, openedAtMs: nowMs };
    current = opened;
    opening.then(
      (session) => {
        if (current === opened) sealedBy = session;
      },
      () => {
        if (current === opened) current = null;
      },
    );
    return opening;
  };
}
