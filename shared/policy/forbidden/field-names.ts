// All fields of an Avro schema with their paths, nested records, arrays, maps and unions included.

export interface NamedField {
  readonly name: string;
  /** `shipping.pickupPoint.pointId`, `items[].sku`, `notes{}.text`. */
  readonly path: string;
}

/** Walks a schema as JSON. Total: what is no schema has no fields; a record that refers to itself is walked once. */
export function collectFieldNames(schema: unknown): readonly NamedField[] {
  const records = new Map<string, unknown>();
  const found: NamedField[] = [];
  walk(schema, '', [], records, found);
  return found;
}

function walk(
  schema: unknown,
  path: string,
  inside: readonly unknown[],
  records: Map<string, unknown>,
  found: NamedField[],
): void {
  if (typeof schema === 'string') {
    const named = records.get(schema);
    if (named !== undefined) walk(named, path, inside, records, found);
    return;
  }
  if (Array.isArray(schema)) {
    for (const branch of schema) walk(branch, path, inside, records, found);
    return;
  }
  if (typeof schema !== 'object' || schema === null || inside.includes(schema)) return;
  const { type, name, namespace, fields, items, values } = schema as Record<string, unknown>;
  if (typeof name === 'string') {
    records.set(name, schema);
    if (typeof namespace === 'string') records.set(`${namespace}.${name}`, schema);
  }
  const deeper = [...inside, schema];
  if (Array.isArray(fields)) {
    for (const field of fields as readonly unknown[]) {
      if (typeof field !== 'object' || field === null) continue;
      const { name: fieldName, type: fieldType } = field as Record<string, unknown>;
      if (typeof fieldName !== 'string') continue;
      const at = path === '' ? fieldName : `${path}.${fieldName}`;
      found.push({ name: fieldName, path: at });
      walk(fieldType, at, deeper, records, found);
    }
  }
  if (items !== undefined) walk(items, `${path}[]`, deeper, records, found);
  if (values !== undefined) walk(values, `${path}{}`, deeper, records, found);
  if (typeof type === 'object') walk(type, path, deeper, records, found);
}
