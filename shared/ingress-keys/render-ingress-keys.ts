// The ingress keys in words.
import { spanText } from '#shared/vault/render-keys';
import { type IngressKey, opensUntil } from './ingress-key.js';

export interface IngressKeysStatus {
  /** Where the keyring is. */
  readonly keyring: string;
  /** Ascending. */
  readonly keys: readonly IngressKey[];
  readonly graceMs: number;
  readonly nowMs: number;
}

export function renderIngressKeys({ keyring, keys, graceMs, nowMs }: IngressKeysStatus): string {
  const lines = [`keyring    ${keyring}`];
  for (const key of keys) lines.push(`${key.keyId.padEnd(22)} ${standing(key, graceMs, nowMs)}`);
  if (keys.length === 0) lines.push('no key yet: the intake service makes the first one when it starts');
  return `${lines.join('\n')}\n`;
}

function standing(key: IngressKey, graceMs: number, nowMs: number): string {
  const age = `${spanText(nowMs - key.madeAtMs)} old`;
  const untilMs = opensUntil(key, graceMs);
  if (untilMs === null) return `newest, ${age}: publishers seal to it`;
  if (untilMs > nowMs) return `replaced, ${age}: opens what arrives within the next ${spanText(untilMs - nowMs)}`;
  return `expired, ${age}: opens only what arrived before, destroyed once that is out of the topic`;
}
