// Times that others write: what can't be the milliseconds that the contract asks for. Seconds fall into 1970, microseconds into a far
// future; taken for true the first would have an order erased on the day of its delivery, the second would keep it for ever.

/** 1990-01-01: no shop on the net is older. */
const EARLIEST_MS = 631_152_000_000;
/** 2100-01-01. */
const LATEST_MS = 4_102_444_800_000;

export function isPlausibleTime(ms: number): boolean {
  return ms >= EARLIEST_MS && ms < LATEST_MS;
}
