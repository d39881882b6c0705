// Compares a writer's schema with the one we read with: which fields we could not read, and which of theirs we do not know.
import avro, { type Type } from 'avsc';

type RecordType = avro.types.RecordType;
type Field = RecordType['fields'][number];

export interface SchemaDifferences {
  /** Fields of the reader that the writer's records do not hold in a readable form. Empty: every record can be read. */
  readonly unreadable: readonly string[];
  /** Fields of the writer that the reader has not. */
  readonly unknown: readonly string[];
}

/** Paths such as `items[].sku`; branches of a union share theirs. Each path once, in the order of the schemas. */
export function schemaDifferences(reader: Type, writer: Type): SchemaDifferences {
  const unreadable = new Set<string>();
  const unknown = new Set<string>();
  const entered = new Set<string>();

  function compare(ours: Type, theirs: Type, path: string): void {
    if (isUnion(theirs)) for (const branch of branchesOf(theirs)) compareBranch(ours, branch, path);
    else compareBranch(ours, theirs, path);
  }

  function compareBranch(ours: Type, theirs: Type, path: string): void {
    const candidates = isUnion(ours) ? branchesOf(ours) : [ours];
    const match = candidates.find((one) => alike(one, theirs)) ?? candidates.find((one) => canRead(one, theirs));
    if (match === undefined) unreadable.add(path);
    else if (isRecord(match) && isRecord(theirs)) compareRecords(match, theirs, path);
    else if (isArray(match) && isArray(theirs)) compare(match.itemsType, theirs.itemsType, `${path}[]`);
    else if (!canRead(match, theirs)) unreadable.add(path);
  }

  function compareRecords(ours: RecordType, theirs: RecordType, path: string): void {
    const visit = `${path}:${ours.name}:${theirs.name}`;
    // A record inside itself would go on for ever: the path grows, so the depth of names bounds it.
    if (entered.has(visit) || path.split('.').length > DEEPEST) return;
    entered.add(visit);
    for (const field of ours.fields) {
      const written = theirs.fields.find(({ name }) => name === field.name || field.aliases.includes(name));
      const fieldPath = join(path, field.name);
      if (written !== undefined) compare(field.type, written.type, fieldPath);
      else if (!hasDefault(field)) unreadable.add(fieldPath);
    }
    for (const { name } of theirs.fields) {
      if (!ours.fields.some((field) => field.name === name || field.aliases.includes(name)))
        unknown.add(join(path, name));
    }
  }

  compare(reader, writer, '');
  return { unreadable: [...unreadable], unknown: [...unknown] };
}

const DEEPEST = 16;

function alike(ours: Type, theirs: Type): boolean {
  return ours.typeName === theirs.typeName && ours.name === theirs.name;
}

function canRead(ours: Type, theirs: Type): boolean {
  try {
    ours.createResolver(theirs);
    return true;
  } catch {
    return false;
  }
}

function hasDefault(field: Field): boolean {
  return field.defaultValue() !== undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isUnion(type: Type): boolean {
  return type.typeName.startsWith('union:');
}

function branchesOf(union: Type): readonly Type[] {
  return (union as avro.types.UnwrappedUnionType).types;
}

function isRecord(type: Type): type is RecordType {
  return type.typeName === 'record';
}

function isArray(type: Type): type is avro.types.ArrayType {
  return type.typeName === 'array';
}
