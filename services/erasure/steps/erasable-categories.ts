// What of an order can be erased by itself, because it has a key of its own: the blocks on topics, and what lies in after-sales cases.
import { SEALED_CATEGORIES } from '#schemas/generated/topics';

/** In the order in which they are always named: ids of erasures are made of it, so only ever append. */
export const ERASABLE_CATEGORIES = [...SEALED_CATEGORIES, 'after-sales'] as const;
export type ErasableCategory = (typeof ERASABLE_CATEGORIES)[number];
