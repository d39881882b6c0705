// What happened to an order or a parcel → what its customer has to be told. Most of what happens is nobody's news.
import { ASKED_FIELDS, type AskedField, type Notice } from './notice.js';

/** What the order service is told of an order, as far as it matters here. */
export interface ToldStatus {
  readonly status: string;
  readonly outcome: string | null;
  readonly reasonCodes: readonly string[];
  readonly fieldPaths: readonly string[];
}

/** The only hold that the customer can lift; all others are between the shop, its carriers and its analysts. */
const CUSTOMER_CAN_HELP = 'FIELD_REQUIRED_MISSING';

export function noticeOfStatus({ status, outcome, reasonCodes, fieldPaths }: ToldStatus): Notice | null {
  if (status === 'ACCEPTED') return { kind: 'order-accepted' };
  if (status === 'REFUSED') return { kind: 'order-refused' };
  if (status === 'FINISHED' && outcome === 'CANCELLED') return { kind: 'order-cancelled' };
  if (status === 'HELD' && reasonCodes.includes(CUSTOMER_CAN_HELP)) {
    return { kind: 'order-on-hold', asksFor: askedFields(fieldPaths) };
  }
  return null;
}

export interface ParcelNews {
  readonly state: string;
  readonly carrierId: string;
  readonly parcel: number;
  readonly parcels: number;
}

export function noticeOfParcel({ state, carrierId, parcel, parcels }: ParcelNews): Notice | null {
  const kind = PARCEL_KINDS.get(state);
  // Parcel 0 is a hold of the whole order, which its status tells.
  return kind === undefined || parcel < 1 ? null : { kind, carrierId, parcel, parcels };
}

const PARCEL_KINDS: ReadonlyMap<string, 'parcel-handed-over' | 'parcel-delivered' | 'parcel-returned' | 'parcel-lost'> =
  new Map([
    ['ACCEPTED', 'parcel-handed-over'],
    ['DELIVERED', 'parcel-delivered'],
    ['RETURNED', 'parcel-returned'],
    ['LOST', 'parcel-lost'],
  ]);

/** Each asked for once, in one order: the same hold told twice is the same notice. */
function askedFields(paths: readonly string[]): readonly AskedField[] {
  const asked = new Set(paths.map(fieldOf));
  return ASKED_FIELDS.filter((field) => asked.has(field) || (asked.size === 0 && field === 'address'));
}

function fieldOf(path: string): AskedField {
  const last =
    path
      .replace(/\[\d+\]$/, '')
      .split('.')
      .at(-1) ?? '';
  return ASKED_FIELDS.find((field) => field === last) ?? 'address';
}
