// What the road does about a failure: the three classes every error code belongs to.

/**
 * - `retry`: the surroundings are at fault; the same work succeeds later. Offsets stay where they are.
 * - `dead-letter`: the record is at fault; it is written to the dead letters with its code and the road goes on.
 * - `crash`: we are at fault or must not go on; the process ends with offsets uncommitted and says what to do.
 */
export type ErrorClass = 'retry' | 'dead-letter' | 'crash';

/** One row of the catalogue: sentences for people, without any value of the failed record. */
export interface CatalogueRow {
  readonly class: ErrorClass;
  readonly summary: string;
  readonly whatToDo: string;
}
