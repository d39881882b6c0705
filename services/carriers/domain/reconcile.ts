// What has gone out for an order against what should have: which parcels are sent (again), which are taken back, which are past recall.
// Pure, and its result does not depend on how often it is asked.

/** How far a parcel got, as far as its carrier told us. Withdrawn: taken back before the carrier had it; its reference is never used for another parcel. */
export type Stage = 'released' | 'handed-over' | 'ended' | 'withdrawn';

export interface WantedParcel {
  readonly shipmentRef: string;
  readonly carrierId: string;
  /** From 1. */
  readonly parcel: number;
}

export interface ParcelAtCarrier extends WantedParcel {
  readonly stage: Stage;
}

export interface GoneOut {
  /** Of the facts by which it was decided last: see `deliveryRevision` of the facts. */
  readonly revision: number;
  /** Parcels were taken back and nothing could go in their place yet. */
  readonly isPending: boolean;
  readonly parcels: readonly ParcelAtCarrier[];
}

export interface Wanted {
  readonly revision: number;
  /** None when the order was cancelled or is held. */
  readonly parcels: readonly WantedParcel[];
  readonly isHeld: boolean;
}

export interface Change {
  readonly after: GoneOut;
  /** To be sent, for the first time or with new content. */
  readonly send: readonly ParcelAtCarrier[];
  /** To be tombstoned. */
  readonly withdraw: readonly ParcelAtCarrier[];
}

/**
 * @param isRepeat what was decided last was never committed: everything is decided and written anew
 * @returns null when what is wanted is no news
 */
export function reconcile(before: GoneOut, wanted: Wanted, isRepeat: boolean): Change | null {
  const fillsUp = before.isPending && !wanted.isHeld && wanted.revision === before.revision;
  if (!isRepeat && !fillsUp && wanted.revision <= before.revision) return null;

  const pastRecall = new Set(before.parcels.filter(isPastRecall).map(({ parcel }) => parcel));
  // What a carrier has in hands stays with it, wherever the order was meant to go since.
  const goes = wanted.parcels.filter(({ parcel }) => !pastRecall.has(parcel));
  const going = new Set(goes.map(({ shipmentRef }) => shipmentRef));
  const known = new Set(before.parcels.map(({ shipmentRef }) => shipmentRef));
  const parcels: ParcelAtCarrier[] = before.parcels.map((parcel) => {
    if (isPastRecall(parcel)) return parcel;
    return { ...parcel, stage: going.has(parcel.shipmentRef) ? 'released' : 'withdrawn' };
  });
  for (const parcel of goes) if (!known.has(parcel.shipmentRef)) parcels.push({ ...parcel, stage: 'released' });

  const numbers = new Set(wanted.parcels.map(({ parcel }) => parcel));
  return {
    after: { revision: wanted.revision, isPending: wanted.isHeld, parcels },
    // A parcel that was handed over gets its new content, too: a carrier can still go to the corrected address. In a repetition all that is
    // past recall is sent: its carrier may have reported of it between the unit that sent it, never committed, and this one.
    send: parcels.filter((parcel) => {
      if (isRepeat && isPastRecall(parcel)) return true;
      return (parcel.stage === 'released' || parcel.stage === 'handed-over') && numbers.has(parcel.parcel);
    }),
    withdraw: withdrawnParcels({ parcels }),
  };
}

/** The stage after a report, or the same one: reports come doubled and out of order, and nothing that ended begins again. */
export function stageAfter(stage: Stage, hasEnded: boolean): Stage {
  if (stage === 'withdrawn' || stage === 'ended') return stage;
  return hasEnded ? 'ended' : 'handed-over';
}

/**
 * All that were ever taken back: their tombstones are written at every change. Whether the unit that took them back was committed can't
 * always be known, and a tombstone too many does no harm.
 */
export function withdrawnParcels({ parcels }: Pick<GoneOut, 'parcels'>): readonly ParcelAtCarrier[] {
  return parcels.filter(({ stage }) => stage === 'withdrawn');
}

/** How many parcels the order goes out in: those that were not taken back. */
export function parcelCount({ parcels }: Pick<GoneOut, 'parcels'>): number {
  return parcels.filter(({ stage }) => stage !== 'withdrawn').length;
}

function isPastRecall({ stage }: ParcelAtCarrier): boolean {
  return stage === 'handed-over' || stage === 'ended';
}
