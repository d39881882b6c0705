// The keys to which publishers seal, as decisions see them: which is the newest, and until when an older one opens.

export interface IngressKey {
  /** Grows by one from key to key. */
  readonly number: number;
  /** `ingress-<number>-<first eight hexadecimal digits of the hash of the public key>`. */
  readonly keyId: string;
  readonly publicKey: Buffer;
  /** ms since 1970, machine time, as all times here. */
  readonly madeAtMs: number;
  /** When the next one was made; null for the newest. */
  readonly retiredAtMs: number | null;
}

/** - `opens`: by this key, at this time. - `expired`: known, but the block came too late. - `unknown`: no such key. */
export type KeyStanding = 'opens' | 'expired' | 'unknown';

const KEY_ID = /^ingress-(\d{1,9})-[0-9a-f]{8}$/;

/** Until when blocks may reach the topic that are sealed to this key; null without end. */
export function opensUntil({ retiredAtMs }: Pick<IngressKey, 'retiredAtMs'>, graceMs: number): number | null {
  return retiredAtMs === null ? null : retiredAtMs + graceMs;
}

/**
 * @param keys ascending
 * @param arrivedAtMs when the broker took the record: the same at every delivery, so the answer is too
 */
export function standingOf(
  keys: readonly IngressKey[],
  keyId: string,
  arrivedAtMs: number,
  graceMs: number,
): KeyStanding {
  const key = keys.find((one) => one.keyId === keyId);
  if (key === undefined) return wasDestroyed(keys, keyId) ? 'expired' : 'unknown';
  const untilMs = opensUntil(key, graceMs);
  return untilMs === null || arrivedAtMs <= untilMs ? 'opens' : 'expired';
}

/** Keys that nothing in the topic can need any more: retired, past their grace, and what was sealed to them is out of the topic. */
export function outlived(
  keys: readonly IngressKey[],
  nowMs: number,
  times: { readonly graceMs: number; readonly retentionMs: number },
): readonly IngressKey[] {
  return keys.filter((key) => {
    const untilMs = opensUntil(key, times.graceMs);
    return untilMs !== null && untilMs + times.retentionMs < nowMs;
  });
}

/** Keys go oldest first, so a lower number than the lowest one there is was once a key. */
function wasDestroyed(keys: readonly IngressKey[], keyId: string): boolean {
  const number = Number(KEY_ID.exec(keyId)?.[1] ?? 0);
  return number > 0 && number < (keys[0]?.number ?? 0);
}
