// What becomes of a notice after a try to hand it over. Times and randomness are passed in.

/** What the other side said; `refused` is its last word, `later` is not. */
export type HandOver =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly status: string }
  | { readonly kind: 'later'; readonly status: string };

export interface DeliveryRules {
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** News that could not be told for so long is no news any more. */
  readonly longestAgeMs: number;
}

export type NextStep =
  | { readonly kind: 'sent' }
  | { readonly kind: 'undeliverable'; readonly status: string }
  | { readonly kind: 'again'; readonly atMs: number; readonly status: string };

export interface Tried {
  /** Tries so far, this one included. */
  readonly tries: number;
  /** When the notice was written down, by the clock of the machine. */
  readonly notedAtMs: number;
  readonly nowMs: number;
  /** A number of [0, 1), for jitter. */
  readonly random: number;
}

export function afterHandOver(handOver: HandOver, tried: Tried, rules: DeliveryRules): NextStep {
  if (handOver.kind === 'taken') return { kind: 'sent' };
  const { status } = handOver;
  if (handOver.kind === 'refused') return { kind: 'undeliverable', status };
  const stepMs = Math.min(rules.longestWaitMs, rules.firstWaitMs * 2 ** Math.min(tried.tries - 1, 30));
  const atMs = tried.nowMs + Math.ceil(stepMs / 2 + (stepMs / 2) * tried.random);
  if (atMs - tried.notedAtMs > rules.longestAgeMs) return { kind: 'undeliverable', status };
  return { kind: 'again', atMs, status };
}

/** Enhanced status codes of RFC 3463 (`5.1.1`) and plain replies (`550`); anything else is not repeated anywhere. */
const STATUS = /^(?:[245]\d\d|[245]\.\d{1,3}\.\d{1,3})$/;

/** A status without whatever else a server wrote beside it, for that may name the recipient. */
export function plainStatus(text: string | undefined): string {
  return text !== undefined && STATUS.test(text) ? text : 'unknown';
}
