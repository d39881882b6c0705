// Generates the Avro schema of a carrier's shipments from its allow-lists, so that no other field can exist on its topic.
// Deterministic; a later version of the policy gives a schema that reads the records of an earlier one (BACKWARD), see decision 0004.
import type { CarrierRule, Policy } from './policy.js';
import type { FieldRelease } from './release/field-release.js';
import {
  CUSTOMS_ITEMS,
  ITEM_FIELDS,
  type ItemField,
  PARCEL_FIELDS,
  type ParcelField,
  RELEASABLE_FIELDS,
} from './release/shipment-fields.js';
import { type CategoryId, SHIPMENT_KINDS } from './vocabulary.js';

export type AvroType = string | readonly AvroType[] | AvroArray | AvroEnum | AvroRecord;

export interface AvroArray {
  readonly type: 'array';
  readonly items: AvroType;
}

export interface AvroEnum {
  readonly type: 'enum';
  readonly name: string;
  readonly doc: string;
  readonly symbols: readonly string[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly default?: null;
  readonly doc: string;
  readonly unit?: string;
  readonly category: CategoryId;
}

export interface AvroRecord {
  readonly type: 'record';
  readonly namespace?: string;
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly AvroField[];
}

type FieldLists = readonly ReadonlyMap<string, FieldRelease>[];

/** `fulfilment.carriers.<id>.Shipment`; the policy lets only ids be that are fit for an Avro name. */
export function shipmentSchemaName(carrierId: string): string {
  return `${namespaceOf(carrierId)}.Shipment`;
}

/** Schema of the values of `carriers.<id>.shipments`. @throws RangeError when the policy lists no such carrier */
export function shipmentSchema(policy: Pick<Policy, 'carriers'>, carrierId: string): AvroRecord {
  const carrier = policy.carriers.get(carrierId);
  if (carrier === undefined) throw new RangeError('the policy lists no such carrier');
  const lists: FieldLists = [...carrier.releases.values()].flatMap((byCountry) => [...byCountry.values()]);
  return {
    type: 'record',
    namespace: namespaceOf(carrierId),
    name: 'Shipment',
    doc: `One parcel for ${carrier.name}: exactly the fields its allow-lists release, null where this kind of shipment needs none.`,
    fields: [
      ...FIXED_FIELDS,
      ...PARCEL_FIELDS.flatMap((field) => fieldOf(carrier, lists, field)),
      ...customsField(carrier, lists),
    ],
  };
}

const FIXED_FIELDS: readonly AvroField[] = [
  {
    name: 'shipmentRef',
    type: 'string',
    doc: 'Your reference of the parcel, also the record key: use it in statuses and receipts. Leads to nobody.',
    category: 'order-reference',
  },
  { name: 'policyVersion', type: 'int', doc: 'Policy version the record was released under.', category: 'none' },
  {
    name: 'kind',
    type: {
      type: 'enum',
      name: 'ShipmentKind',
      doc: 'Within your customs area, beyond it with customs items, or to a pick-up point.',
      symbols: SHIPMENT_KINDS.map((kind) => kind.toUpperCase()),
    },
    doc: 'Tells which of the fields below are filled in.',
    category: 'order-content',
  },
];

function customsField(carrier: CarrierRule, all: FieldLists): readonly AvroField[] {
  const lists = all.filter((list) => ITEM_FIELDS.some(({ id }) => list.has(id)));
  if (lists.length === 0) return [];
  const items: AvroRecord = {
    type: 'record',
    name: 'CustomsItem',
    doc: 'One line of the customs form.',
    fields: ITEM_FIELDS.flatMap((field) => fieldOf(carrier, lists, field)),
  };
  return [
    {
      name: CUSTOMS_ITEMS,
      type: ['null', { type: 'array', items }],
      default: null,
      doc: 'What is in the parcel, for customs; null where no customs form is needed.',
      category: 'order-content',
    },
  ];
}

/** None when no list releases the field. */
function fieldOf(carrier: CarrierRule, lists: FieldLists, field: ParcelField | ItemField): readonly AvroField[] {
  const reasons = [...new Set(lists.flatMap((list) => list.get(field.id)?.why ?? []))];
  if (reasons.length === 0) return [];
  const plain: AvroType = field.type === 'strings' ? { type: 'array', items: 'string' } : field.type;
  const always = isAlwaysThere(carrier, lists, field.id);
  return [
    {
      name: field.name,
      type: always ? plain : ['null', plain],
      ...(always ? {} : { default: null }),
      doc: `${field.doc} Released because: ${reasons.join(' ')}`,
      ...(field.unit === undefined ? {} : { unit: field.unit }),
      category: field.category,
    },
  ];
}

/** Demanded by every list ever since the carrier was added; one demanded later is null in records from before. */
function isAlwaysThere(carrier: CarrierRule, lists: FieldLists, id: string): boolean {
  const since = carrier.requiredSince.get(id) ?? carrier.since;
  return since <= carrier.since && lists.every((list) => list.get(id)?.need === 'required');
}

/** Fields of the carrier's record that a version of the policy could not take over from the one before: readers of old records would fail. */
export function breaksReaders(previous: Policy, next: Policy, carrierId: string): readonly string[] {
  if (!previous.carriers.has(carrierId) || !next.carriers.has(carrierId)) return [];
  const before = demanded(shipmentSchema(previous, carrierId));
  const after = demanded(shipmentSchema(next, carrierId));
  const ids = new Map(RELEASABLE_FIELDS.map(({ id, name }) => [id.includes('.') ? id : name, id]));
  return [...after].filter((id) => !before.has(id) && ids.has(id));
}

/** Paths of the fields that cannot be null; the fields of a record that was not there before break nobody. */
function demanded(record: AvroRecord): ReadonlySet<string> {
  return new Set(
    record.fields.flatMap(({ name, type }) => {
      if (name !== CUSTOMS_ITEMS) return isNullable(type) ? [] : [name];
      return ITEM_FIELDS.filter((field) => !isNullable(itemTypeOf(type, field.name))).map(({ id }) => id);
    }),
  );
}

function isNullable(type: AvroType | undefined): boolean {
  return type === undefined || Array.isArray(type);
}

function itemTypeOf(type: AvroType, name: string): AvroType | undefined {
  const array = Array.isArray(type) ? (type as readonly AvroType[]).find((branch) => typeof branch === 'object') : type;
  const items = typeof array === 'object' && 'items' in array ? array.items : undefined;
  return typeof items === 'object' && 'fields' in items
    ? items.fields.find((field) => field.name === name)?.type
    : undefined;
}

function namespaceOf(carrierId: string): string {
  return `fulfilment.carriers.${carrierId}`;
}
