// Hands text messages to a gateway over HTTPS: POST { to, text } with an idempotency key, which is the notice's.
import type { Secret } from '#shared/config/secret';
import { type HandOver, plainStatus } from '../domain/delivery.js';
import type { Channel, TextMessage } from './channel.js';

export interface TextGatewaySettings {
  readonly url: string;
  readonly token: Secret;
  /** Default 20 s. */
  readonly timeoutMs?: number;
}

const NUMBER = /^\+[1-9]\d{5,14}$/;
/** About the message itself; other refusals (login, rate, outage) are not. */
const LAST_WORDS: ReadonlySet<number> = new Set([400, 404, 410, 413, 422]);
/** The gateway has this key already: an earlier try arrived and its answer was lost. */
const KNOWN_ALREADY = 409;

export function createTextChannel({ url, token, timeoutMs = 20_000 }: TextGatewaySettings): Channel<TextMessage> {
  return {
    handOver: async ({ noticeId, to, text }): Promise<HandOver> => {
      if (!NUMBER.test(to)) return { kind: 'refused', status: '5.1.3' };
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token.reveal()}`,
            'idempotency-key': noticeId,
          },
          body: JSON.stringify({ to, text }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        // Whatever it says beside the status may quote the message.
        await response.body?.cancel();
        if (response.ok || response.status === KNOWN_ALREADY) return { kind: 'taken' };
        const status = plainStatus(String(response.status));
        return LAST_WORDS.has(response.status) ? { kind: 'refused', status } : { kind: 'later', status };
      } catch {
        return { kind: 'later', status: plainStatus(undefined) };
      }
    },
    close: async () => undefined,
  };
}
