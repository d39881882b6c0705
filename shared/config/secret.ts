// A value that never prints: whoever needs it says so by calling reveal().
import { inspect } from 'node:util';

const SHOWN = '[secret]';

export interface Secret {
  /** The value itself; call it at the last moment, and never in a message. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

/** Wraps a value so that String(), JSON and util.inspect show `[secret]`; it is held by a closure, not by a property. */
export function createSecret(value: string): Secret {
  const shown = (): string => SHOWN;
  const secret = { reveal: () => value, toString: shown, toJSON: shown, [inspect.custom]: shown };
  return Object.freeze(secret);
}
