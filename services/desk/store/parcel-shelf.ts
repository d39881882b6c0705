// The port of what the desk keeps of parcels: with which carrier each is and how far, by keyed hash of its order; and how many a narrower policy changed.

export interface ParcelNews {
  readonly orderRef: string;
  /** From 1; 0 while the whole order is held. */
  readonly parcel: number;
  readonly carrierId: string;
  readonly state: string;
  readonly atMs: number;
}

/** So many records of a carrier were written anew, in one go. */
export interface NarrowedNote {
  /** The place of the note in its topic: the same note again counts once. */
  readonly place: string;
  readonly carrierId: string;
  readonly policyVersion: number;
  readonly rewritten: number;
  readonly withdrawn: number;
  readonly atMs: number;
}

/** The life of one parcel. */
export interface ParcelLife {
  readonly parcel: number;
  readonly carrierId: string;
  /** When it came to each state last, ms. */
  readonly states: ReadonlyMap<string, number>;
}

export type NarrowedTotal = Omit<NarrowedNote, 'place'>;

export interface ParcelShelf {
  /** The newest state of each parcel counts, in whichever order they come. */
  apply(news: readonly ParcelNews[]): Promise<void>;
  noteNarrowed(notes: readonly NarrowedNote[]): Promise<void>;
  /** By number; at most 100. */
  ofOrder(orderRef: string): Promise<readonly ParcelLife[]>;
  erase(orderRefs: readonly string[]): Promise<void>;
  /** Shipments that lie with each carrier: released, and not erased. */
  countByCarrier(): Promise<ReadonlyMap<string, number>>;
  /** Per version and carrier, newest version first; `atMs` is that of the last note. */
  narrowed(limit: number): Promise<readonly NarrowedTotal[]>;
}
