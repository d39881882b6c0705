/** What a look at one order is refused with, by its outcome. */
export const LOOK_PROBLEMS = {
  unknown: 'ORDER_UNKNOWN',
  erased: 'ORDER_ERASED',
  capped: 'LOOK_UPS_EXHAUSTED',
  'not-allowed': 'PURPOSE_NOT_ALLOWED',
} as const;
