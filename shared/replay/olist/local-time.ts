// Times of the Olist files have no zone: they are read as Brasília standard time, three hours behind UTC.

const LOCAL = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;
const BEHIND_UTC_HOURS = 3;

/** `2017-10-02 10:56:33` → ms since 1970; null for an empty text. @throws RangeError for anything else */
export function localTimeMs(text: string): number | null {
  if (text === '') return null;
  const match = LOCAL.exec(text);
  if (match === null) throw new RangeError('a time of the history is not of the form 2017-10-02 10:56:33');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour + BEHIND_UTC_HOURS, minute, second);
}
