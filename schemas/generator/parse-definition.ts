// Checks one .avsc file: every field says what it is for and what it holds of a person, and nothing else is in the file.
import { z } from 'zod';
import { CATEGORIES, type NamedJson } from './schema-json.js';

const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/);
const Named = {
  namespace: z.string().regex(/^fulfilment(\.[a-z]+)+$/),
  name: Name,
  doc: z.string().min(1),
  typeVersions: z.record(z.string(), z.int().min(2)).optional(),
};

const Schema: z.ZodType = z.lazy(() =>
  z.union([
    z.string(),
    z.array(Schema),
    z.strictObject({ type: z.literal('array'), items: Schema }),
    z.strictObject({ type: z.enum(['long', 'int', 'string', 'bytes', 'boolean', 'double']), logicalType: z.string() }),
  ]),
);

const Field = z.strictObject({
  name: Name,
  type: Schema,
  default: z.unknown().optional(),
  doc: z.string().min(1).endsWith('.'),
  unit: z.string().min(1).optional(),
  category: z.enum(CATEGORIES),
});

const Definition = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('record'), ...Named, fields: z.array(Field).min(1) }),
  z.strictObject({
    type: z.literal('enum'),
    ...Named,
    symbols: z.array(z.string()).min(1),
    default: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('fixed'), ...Named, size: z.int().min(1) }),
]);

/**
 * @param text content of the file
 * @param file its path, for the message
 * @throws Error that names the file and every violation
 */
export function parseDefinition(text: string, file: string): NamedJson {
  const parsed = Definition.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data as NamedJson;
}
