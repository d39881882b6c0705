// The closed catalogue of error codes: whoever raises an error names one of these, and nothing else exists.
// To add a code: one row in a file of catalogue/, then `node --conditions=source --import tsx shared/errors/write-catalogue.ts`.
import { BAD_INPUT } from './catalogue/bad-input.js';
import { INFRASTRUCTURE } from './catalogue/infrastructure.js';
import { ORDER_OF_EVENTS } from './catalogue/order-of-events.js';
import { OWN_HOUSE } from './catalogue/own-house.js';
import { STACK } from './catalogue/stack.js';
import type { CatalogueRow, ErrorClass } from './error-class.js';

export type { CatalogueRow, ErrorClass } from './error-class.js';

export const CATALOGUE = {
  ...BAD_INPUT,
  ...ORDER_OF_EVENTS,
  ...INFRASTRUCTURE,
  ...OWN_HOUSE,
  ...STACK,
} as const satisfies Record<string, CatalogueRow>;

export type ErrorCode = keyof typeof CATALOGUE;

/** The codes of one class, e.g. `ErrorCodeOf<'dead-letter'>` for refusals of records. */
export type ErrorCodeOf<C extends ErrorClass> = {
  [K in ErrorCode]: (typeof CATALOGUE)[K]['class'] extends C ? K : never;
}[ErrorCode];

/** A code whose record goes to the dead letters. */
export type RefusalCode = ErrorCodeOf<'dead-letter'>;

/** All codes, in the order of the catalogue. */
export const ERROR_CODES = Object.keys(CATALOGUE) as readonly ErrorCode[];

/** Tells whether any value is a code of the catalogue. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(CATALOGUE, value);
}
