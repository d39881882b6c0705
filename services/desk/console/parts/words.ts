// How times and codes are shown.

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

export const moment = (iso: string): string => MOMENT.format(new Date(iso));
export const day = (iso: string): string => DAY.format(new Date(iso));

/** `CUSTOMER_QUESTION`, `order-content` → `Customer question`, `Order content` */
export function plain(code: string): string {
  const words = code.replaceAll(/[_-]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** A keyed hash, short enough for a line; the whole of it stands in the title. */
export const short = (ref: string): string => (ref.length > 12 ? `${ref.slice(0, 10)}…` : ref);
