// One allow-list (carrier × kind × country) compiled into a projector that builds the record, so that nothing is looked up per order.
import type { FieldRelease } from './field-release.js';
import type { ShipmentKind } from '../vocabulary.js';
import type { CustomsItem, ReleaseItem, ReleaseOrder, ShipmentRecord, WithheldField } from './release-order.js';
import { CUSTOMS_ITEMS, ITEM_FIELDS, type ItemField, PARCEL_FIELDS, type ParcelField } from './shipment-fields.js';

export interface ReleasePlan {
  readonly kind: ShipmentKind;
  /** Builds the record; pushes the path of each required field that the order lacks to `missing`. */
  readonly project: (order: ReleaseOrder, missing: string[]) => ShipmentRecord;
  readonly withheld: readonly WithheldField[];
}

/** By kind, then by country of destination. */
export type ReleasePlans = ReadonlyMap<ShipmentKind, ReadonlyMap<string, ReleasePlan>>;

export interface PlanInput {
  readonly policyVersion: number;
  readonly kind: ShipmentKind;
  /** Fields of this kind and country. */
  readonly fields: ReadonlyMap<string, FieldRelease>;
  /** Ids of all fields the carrier gets for any kind and country: the shape of its record. */
  readonly shape: ReadonlySet<string>;
  readonly withheld: readonly WithheldField[];
}

interface Step<Field> {
  readonly field: Field;
  readonly required: boolean;
}

export function compileReleasePlan(input: PlanInput): ReleasePlan {
  const { fields, shape, policyVersion, kind } = input;
  const parcelSteps = stepsOf(PARCEL_FIELDS, fields);
  const itemSteps = stepsOf(ITEM_FIELDS, fields);
  const itemTemplate = Object.fromEntries(
    ITEM_FIELDS.filter(({ id }) => shape.has(id)).map(({ name }) => [name, null]),
  ) as CustomsItem;
  // Every record of a carrier has the same properties in the same order, whatever its kind: as its schema, and fast to encode.
  const template = {
    shipmentRef: '',
    policyVersion,
    kind: kind.toUpperCase() as ShipmentRecord['kind'],
    ...Object.fromEntries(PARCEL_FIELDS.filter(({ id }) => shape.has(id)).map(({ name }) => [name, null])),
    ...(Object.keys(itemTemplate).length > 0 ? { [CUSTOMS_ITEMS]: null } : {}),
  } as ShipmentRecord;

  const projectItem = (item: ReleaseItem, index: number, missing: string[]): CustomsItem => {
    const out = { ...itemTemplate };
    for (const { field, required } of itemSteps) {
      const value = field.read(item);
      if (!isAbsent(value)) field.write(out, value as never);
      else if (required) missing.push(`items[${index}].${field.name}`);
    }
    return out;
  };

  const project = (order: ReleaseOrder, missing: string[]): ShipmentRecord => {
    const record = { ...template };
    record.shipmentRef = order.shipmentRef;
    for (const { field, required } of parcelSteps) {
      const value = field.read(order);
      if (!isAbsent(value)) field.write(record, value as never);
      else if (required) missing.push(field.sourcePath);
    }
    if (itemSteps.length > 0) {
      if (order.items.length === 0 && itemSteps.some(({ required }) => required)) missing.push('items');
      record.customsItems = order.items.map((item, index) => projectItem(item, index, missing));
    }
    return record;
  };

  return Object.freeze({ kind, project, withheld: Object.freeze([...input.withheld]) });
}

function stepsOf<Field extends ParcelField | ItemField>(
  all: readonly Field[],
  fields: ReadonlyMap<string, FieldRelease>,
): readonly Step<Field>[] {
  return all.flatMap((field) => {
    const need = fields.get(field.id)?.need ?? 'withheld';
    return need === 'withheld' ? [] : [{ field, required: need === 'required' }];
  });
}

/** An empty text or list is as good as none: a label with it can't be delivered. */
function isAbsent(value: string | number | readonly string[] | null | undefined): boolean {
  return value === null || value === undefined || value === '' || (typeof value === 'object' && value.length === 0);
}
