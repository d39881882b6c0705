// Every field of an order that no allow-list can name, read off the schema, so that a new field cannot be forgotten in the explanation.
import { fieldCategories } from '#schemas/generated/fields';
import { type CategoryId } from '../vocabulary.js';
import { RELEASABLE_FIELDS } from './shipment-fields.js';

export interface BeyondField {
  readonly path: string;
  readonly category: CategoryId;
}

/** Leaves of OrderPlaced that hold something and cannot be released. */
export const BEYOND_ALLOW_LISTS: readonly BeyondField[] = findBeyond();

function findBeyond(): readonly BeyondField[] {
  const releasable = new Set(RELEASABLE_FIELDS.map(({ sourcePath }) => sourcePath));
  const categories = fieldCategories['fulfilment.orders.OrderPlaced'];
  const paths = Object.keys(categories);
  return Object.entries(categories).flatMap(([path, category]) => {
    const holdsOthers = paths.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[]`));
    return holdsOthers || category === 'none' || releasable.has(path) ? [] : [{ path, category }];
  });
}
