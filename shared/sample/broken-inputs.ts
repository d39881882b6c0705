// The corpus of broken inputs: every way we know to send something wrong, with the refusal it must get; and odd orders that must pass.
import { BROKEN_BYTES } from './broken/broken-bytes.js';
import { BROKEN_COURSES } from './broken/broken-courses.js';
import { BROKEN_FIELDS } from './broken/broken-fields.js';
import type { BrokenInput } from './broken/broken-input.js';
import { BROKEN_REPORTS } from './broken/broken-reports.js';
import { BROKEN_SCHEMAS } from './broken/broken-schemas.js';
import { FORBIDDEN_VALUES } from './broken/forbidden-values.js';
import { UNUSUAL_ORDERS } from './broken/unusual-orders.js';

export type { BrokenInput, BrokenInputKit, BrokenRecord } from './broken/broken-input.js';

export const BROKEN_INPUTS: readonly BrokenInput[] = [
  ...BROKEN_BYTES,
  ...BROKEN_SCHEMAS,
  ...BROKEN_FIELDS,
  ...FORBIDDEN_VALUES,
  ...BROKEN_COURSES,
  ...BROKEN_REPORTS,
  ...UNUSUAL_ORDERS,
];
