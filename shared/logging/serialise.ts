// Turns whatever is passed to a logger into what may be written: listed keys, scalars of the right kind, masked texts.
import { classify } from '#shared/errors/classify';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import { LOG_KEYS, type LogKey, PERSONAL_KEYS } from './keys.js';
import { maskText } from './mask.js';

const LONGEST_TEXT = 300;
const MOST_FRAMES = 12;
const REF = /^[A-Za-z0-9_-]{22}$/;
const SAFE_WORD = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const PERSONAL = new Set<string>(PERSONAL_KEYS);

/** The fields that may be written, `err` told apart as code, class, kind and place in the code. Never throws. */
export function serialiseFields(fields: unknown): Record<string, unknown> {
  if (typeof fields !== 'object' || fields === null) return {};
  const written: Record<string, unknown> = {};
  try {
    for (const [key, value] of Object.entries(fields)) {
      if (key === 'err') Object.assign(written, serialiseError(value));
      else if (Object.hasOwn(LOG_KEYS, key) && !PERSONAL.has(key)) {
        const allowed = allowedValue(key as LogKey, value);
        if (allowed !== null) written[key] = allowed;
      }
    }
  } catch {
    return { reason: 'the fields of this line could not be read' };
  }
  return written;
}

function allowedValue(key: LogKey, value: unknown): string | number | null {
  const kind = LOG_KEYS[key];
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  if (kind === 'ref') return REF.test(value) ? value : null;
  return maskText(value).slice(0, LONGEST_TEXT);
}

export interface WrittenError {
  readonly code: string;
  readonly class: string;
  readonly problem?: string;
  readonly kind?: string;
  readonly frames?: readonly string[];
}

/**
 * An error as log fields. Only our own errors keep their message, which is built from the catalogue; the message of a
 * foreign one may quote a record (JSON parsers and drivers do), so its name, its number and its place must do.
 */
function serialiseError(error: unknown): WrittenError {
  const own = isFulfilmentError(error);
  const foreign = own ? error.cause : error;
  const frames = framesOf(error);
  return {
    ...classify(error),
    ...(own ? { problem: maskText(error.message).slice(0, LONGEST_TEXT) } : {}),
    ...(own && foreign === undefined ? {} : { kind: kindOf(foreign) }),
    ...(frames.length > 0 ? { frames } : {}),
  };
}

/** Names and numbers along the chain of causes, e.g. `KafkaJSProtocolError TOPIC_AUTHORIZATION_FAILED`. */
function kindOf(error: unknown): string {
  const words: string[] = [];
  try {
    let current = error;
    for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth++) {
      const { name, type, code, codeName } = current as Record<string, unknown>;
      for (const word of [name, type, codeName, code]) {
        if (typeof word === 'number' || (typeof word === 'string' && SAFE_WORD.test(word))) words.push(String(word));
      }
      current = (current as { cause?: unknown }).cause;
    }
  } catch {
    words.push('unreadable');
  }
  return words.length > 0 ? words.join(' ') : typeof error;
}

/** The lines of a stack that name places in the code; the first lines hold the message and stay out. */
function framesOf(error: unknown): readonly string[] {
  try {
    const { stack } = error as { stack?: unknown };
    if (typeof stack !== 'string') return [];
    const lines = stack.split('\n').map((line) => line.trim());
    return lines.filter((line) => /^at .*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line)).slice(0, MOST_FRAMES);
  } catch {
    return [];
  }
}
