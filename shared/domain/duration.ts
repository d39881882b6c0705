// ISO-8601 durations of fixed length (weeks to seconds) as milliseconds.
// Years and months are refused: their length depends on the calendar, and a deletion deadline must not.

const PATTERN = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?)$/;
const WEEK_MS = 604_800_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** `P7D` → 604800000, `PT15M` → 900000, `PT1.5S` → 1500; null when the text is no such duration. Never throws. */
export function parseDuration(text: string): number | null {
  const match = PATTERN.exec(text);
  if (match === null || text.endsWith('T') || text === 'P') return null;
  const [, weeks, days, hours, minutes, seconds, fraction] = match;
  const totalMs =
    Number(weeks ?? 0) * WEEK_MS +
    Number(days ?? 0) * DAY_MS +
    Number(hours ?? 0) * HOUR_MS +
    Number(minutes ?? 0) * MINUTE_MS +
    Number(seconds ?? 0) * SECOND_MS +
    Number((fraction ?? '').padEnd(3, '0'));
  return Number.isSafeInteger(totalMs) ? totalMs : null;
}

/** The shortest ISO-8601 form of whole milliseconds: 604800000 → `P7D`, 0 → `PT0S`. The inverse of `parseDuration`. */
export function formatDuration(durationMs: number): string {
  if (!Number.isSafeInteger(durationMs) || durationMs < 0)
    throw new RangeError('a duration is whole milliseconds >= 0');
  if (durationMs === 0) return 'PT0S';
  const days = Math.floor(durationMs / DAY_MS);
  const hours = Math.floor((durationMs % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
  const restMs = durationMs % MINUTE_MS;
  const seconds = restMs === 0 ? '' : `${restMs / SECOND_MS}S`;
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds}`;
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}
