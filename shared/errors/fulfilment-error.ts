// The one error class: a code of the catalogue, details that name no person, and the cause.
// Its message is built from the catalogue, so nothing of a record can slip into it.
import { CATALOGUE, type ErrorClass, type ErrorCode } from './catalogue.js';

/** Places and figures only: topic, partition, field path, count, port. Never a value out of a record. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

export class FulfilmentError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param code a code of the catalogue; fixes the class (retry, dead-letter, crash) and the message
   * @param details non-personal scalars that tell where it happened; default none
   * @param options `cause`: the error underneath; it is classified and named in logs, its message is not printed
   */
  constructor(code: ErrorCode, details: ErrorDetails = {}, options: { readonly cause?: unknown } = {}) {
    super(messageOf(code, details), 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'FulfilmentError';
    this.code = code;
    this.details = Object.freeze({ ...details });
  }

  get class(): ErrorClass {
    return CATALOGUE[this.code].class;
  }

  get whatToDo(): string {
    return CATALOGUE[this.code].whatToDo;
  }
}

/** Tells a FulfilmentError from anything else, across module instances too. Never throws. */
export function isFulfilmentError(error: unknown): error is FulfilmentError {
  if (error instanceof FulfilmentError) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === 'FulfilmentError' && typeof code === 'string' && Object.hasOwn(CATALOGUE, code);
}

function messageOf(code: ErrorCode, details: ErrorDetails): string {
  const parts = Object.entries(details).map(([key, value]) => `${key}=${String(value)}`);
  const where = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${code}: ${CATALOGUE[code].summary}${where}`;
}
