// A value that fits an Avro schema, with a mark in every text: so that a store can be asked for it whatever its columns are called. Pure.

type Json = unknown;
type Named = Readonly<Record<string, Json>>;

const FIGURES: Readonly<Record<string, unknown>> = { int: 1, long: 1, float: 1, double: 1, boolean: true };

/** @throws RangeError for what is no Avro schema */
export function sampleValue(schema: Json, mark: string): unknown {
  return sample(schema, mark, new Map(), '');
}

function sample(schema: Json, mark: string, known: Map<string, Named>, space: string): unknown {
  if (typeof schema === 'string') return ofName(schema, mark, known, space);
  if (Array.isArray(schema)) {
    const branch = (schema as Json[]).find((one) => one !== 'null');
    return branch === undefined ? null : sample(branch, mark, known, space);
  }
  const named = schema as Named;
  const namespace = typeof named['namespace'] === 'string' ? named['namespace'] : space;
  if (typeof named['name'] === 'string') known.set(fullName(named['name'], namespace), named);
  switch (named['type']) {
    case 'record': {
      const fields = named['fields'] as { readonly name: string; readonly type: Json }[];
      return Object.fromEntries(fields.map(({ name, type }) => [name, sample(type, mark, known, namespace)]));
    }
    case 'enum':
      return (named['symbols'] as string[])[0];
    case 'array':
      return [sample(named['items'], mark, known, namespace)];
    case 'map':
      return { mark: sample(named['values'], mark, known, namespace) };
    case 'fixed':
      return Buffer.alloc(Number(named['size']));
    default:
      return sample(named['type'], mark, known, namespace);
  }
}

function ofName(name: string, mark: string, known: Map<string, Named>, space: string): unknown {
  if (name === 'string') return mark;
  if (name === 'bytes') return Buffer.from(mark);
  if (name === 'null') return null;
  if (name in FIGURES) return FIGURES[name];
  const found = known.get(name) ?? known.get(fullName(name, space));
  if (found === undefined) throw new RangeError(`the schema does not say what ${name} is`);
  return sample(found, mark, known, space);
}

function fullName(name: string, space: string): string {
  return name.includes('.') || space === '' ? name : `${space}.${name}`;
}
