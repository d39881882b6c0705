// The port of the record of views: who looked at what, for which purpose and why. It is written before anything is shown.

export type ViewOutcome = 'shown' | 'unknown' | 'erased' | 'capped' | 'done';

export interface View {
  readonly viewId: string;
  /** The identity provider's identifier of who looked. */
  readonly by: string;
  readonly role: string;
  /** Keyed hash of the order, or of the customer for what belongs to an account. */
  readonly subjectRef: string;
  /** Categories of the policy. */
  readonly categories: readonly string[];
  readonly purpose: string;
  /** From a closed list. */
  readonly reason: string;
  readonly outcome: ViewOutcome;
  readonly atMs: number;
}

export interface ViewFilter {
  readonly by?: string | undefined;
  readonly subjectRef?: string | undefined;
}

export interface ViewPage {
  /** Newest first. */
  readonly views: readonly View[];
  /** Where the next page begins; null: this was the last one. */
  readonly next: string | null;
}

export interface ViewLog {
  /** Durable when it resolves. */
  note(view: View): Promise<void>;
  /** Counts one look-up of this person in the hour that `atMs` lies in; answers the count with it. */
  countLookUp(by: string, atMs: number): Promise<number>;
  /** @param after `next` of the page before */
  page(filter: ViewFilter, limit: number, after: string | null): Promise<ViewPage>;
}
