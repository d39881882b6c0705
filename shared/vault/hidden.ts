// Key bytes that do not print: console.log, pino, JSON and error dumps show `[secret]`.
import { inspect } from 'node:util';

const SHOWN = '[secret]';

export function shownAsSecret(): string {
  return SHOWN;
}

/** The same buffer, which util.inspect and JSON.stringify now show as `[secret]`. */
export function hideBytes(bytes: Buffer): Buffer {
  const hidden = { value: shownAsSecret, enumerable: false };
  return Object.defineProperties(bytes, { [inspect.custom]: hidden, toJSON: hidden });
}
