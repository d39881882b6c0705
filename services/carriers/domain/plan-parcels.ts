// Which parcels an order goes out in: as the warehouse packed them, or one parcel of everything while nobody has packed yet.

export interface ParcelItem {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly currency: string;
  readonly weightGrams: number;
  readonly originCountry: string | null;
  readonly hsCode: string | null;
}

export interface PlannedParcel {
  /** From 1. */
  readonly parcel: number;
  readonly weightGrams: number;
  readonly items: readonly ParcelItem[];
}

export interface ParcelFacts {
  readonly items: readonly ParcelItem[];
  readonly parcels: readonly {
    readonly parcel: number;
    readonly weightGrams: number;
    readonly skus: readonly { readonly sku: string; readonly quantity: number }[];
  }[];
}

export function planParcels(facts: ParcelFacts): readonly PlannedParcel[] {
  if (facts.parcels.length === 0) {
    const weightGrams = facts.items.reduce((sum, item) => sum + item.weightGrams * item.quantity, 0);
    return [{ parcel: 1, weightGrams, items: facts.items }];
  }
  const bySku = new Map(facts.items.map((item) => [item.sku, item]));
  return facts.parcels.map(({ parcel, weightGrams, skus }) => ({
    parcel,
    weightGrams,
    items: skus.flatMap(({ sku, quantity }) => {
      const item = bySku.get(sku);
      // What the order does not have can't be declared to anybody; the parcel goes with what is known.
      return item === undefined ? [] : [{ ...item, quantity }];
    }),
  }));
}
