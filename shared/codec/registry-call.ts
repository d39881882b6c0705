// One call of the registry's HTTP client, with an end: the client underneath reports a refused connection as status 400, as if the registry
// had spoken, and never settles when a connection breaks in the middle of an answer. Here both are what they are: outages.
import { setTimeout as after } from 'node:timers/promises';

export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'outage'; readonly status: number | null; readonly cause: unknown };

/** A call of the client; its failures carry the HTTP status. */
export type RegistryCall = () => Promise<{ status(): number; data(): unknown }>;

const NO_ANSWER = 400;
/** How the client words a failure without an answer; an answer of the registry is worded by the registry. */
const NO_ANSWER_WORDING = /Error, status 400/;

/** Settles within `timeoutMs`, whatever the network does. Never throws. */
export async function callRegistry(call: RegistryCall, timeoutMs: number): Promise<Answer> {
  const done = new AbortController();
  const late = after(timeoutMs, undefined, { signal: done.signal, ref: false }).then(
    () => outage(new Error(`no answer within ${timeoutMs} ms`)),
    (): Answer => outage(null), // The call was faster.
  );
  try {
    return await Promise.race([answerOf(call), late]);
  } finally {
    done.abort();
  }
}

async function answerOf(call: RegistryCall): Promise<Answer> {
  try {
    const response = await call();
    return { kind: 'answer', status: response.status(), body: response.data() };
  } catch (error) {
    const { status, message } = error as { status?: unknown; message?: unknown };
    if (typeof status !== 'number') return outage(error);
    if (status === NO_ANSWER && NO_ANSWER_WORDING.test(String(message))) return outage(error);
    return isOutage(status) ? { ...outage(error), status } : { kind: 'answer', status, body: null };
  }
}

/** Statuses after which the same request may succeed later. */
function isOutage(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

export function outage(cause: unknown): Extract<Answer, { kind: 'outage' }> {
  return { kind: 'outage', status: null, cause };
}
