// How times and codes are shown.

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

export const moment = (iso: string): string => MOMENT.format(new Date(iso));
export const day = (iso: string): string => DAY.format(new Date(iso));

const ABBREVIATIONS = /\b(?:ip|vpn|sms|id)\b/g;
const COUNTRIES = new Intl.DisplayNames('en-GB', { type: 'region' });

/** `DE` → `Germany` */
export const country = (code: string): string => COUNTRIES.of(code) ?? code;

/** `CUSTOMER_QUESTION`, `order-content`, `IP_NOT_PUBLIC` → `Customer question`, `Order content`, `IP not public` */
export function plain(code: string): string {
  const words = code
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase()
    .replaceAll(ABBREVIATIONS, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** A keyed hash, short enough for a line; the whole of it stands in the title. */
export const short = (ref: string): string => (ref.length > 12 ? `${ref.slice(0, 10)}…` : ref);

/** How long something took or takes: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 days`. */
export function span(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} h` : count(Math.round(hours / 24), 'day');
}
