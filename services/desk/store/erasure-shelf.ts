// The port of what the desk keeps of erasures: one course each, put together of what comes in any order and may come again.
import type { ErasureCourse, ErasureState } from '../domain/erasures/erasure-course.js';

export type ErasureChange = { readonly erasureId: string } & (
  | ({ readonly kind: 'begun' } & Pick<
      ErasureCourse,
      'orderRef' | 'reason' | 'categories' | 'policyVersion' | 'begunAtMs' | 'participants'
    >)
  | { readonly kind: 'done'; readonly doneAtMs: number; readonly answered: readonly string[] }
  | { readonly kind: 'answered' | 'heard'; readonly participant: string }
  | ({ readonly kind: 'alarm' } & NonNullable<ErasureCourse['alarm']>)
);

export interface ErasureFilter {
  readonly orderRef?: string | undefined;
  readonly state?: ErasureState | undefined;
}

export interface ErasurePage {
  /** Of what is done the newest first, of the rest what waits longest. */
  readonly erasures: readonly ErasureCourse[];
  readonly next: string | null;
}

export interface ErasureShelf {
  apply(changes: readonly ErasureChange[]): Promise<void>;
  page(filter: ErasureFilter, limit: number, after: string | null): Promise<ErasurePage>;
  /** Running ones include those that are overdue. */
  counts(): Promise<{ readonly running: number; readonly overdue: number; readonly done: number }>;
  /** How long the newest of those that are done took, in ms. */
  spans(limit: number): Promise<readonly number[]>;
}
