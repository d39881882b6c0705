// What happens at start: every schema gets into the registry, and a change that older records cannot survive stops the start by name.
import { describe, expect, test } from '@jest/globals';
import { schemas, type SchemaJson } from '#schemas/generated/schemas';
import { topics } from '#schemas/generated/topics';
import { registerSchemas } from '#shared/codec/register-schemas';
import { createInMemoryRegistry } from './support/in-memory-registry.js';

const PICK = 'fulfilment.warehouse.Pick';
const SUBJECT = 'p.warehouse.picks-value';
const original = schemas[PICK][0].schema as { fields: { name: string }[] };

function pickWith(...fields: unknown[]): SchemaJson {
  return { ...original, fields: [...original.fields, ...fields] };
}

function register(registry: ReturnType<typeof createInMemoryRegistry>, schema = pickWith()) {
  return registerSchemas({ registry, topicPrefix: 'p.', schemaOf: () => schema }, [topics.warehousePicks]);
}

describe('registering', () => {
  test('puts one subject per topic and record in place, each BACKWARD', async () => {
    const registry = createInMemoryRegistry();
    const schemaOf = (name: string) => schemas[name as keyof typeof schemas][0].schema;
    const all = await registerSchemas({ registry, topicPrefix: 'p.', schemaOf }, Object.values(topics));
    expect(all).toHaveLength(Object.values(topics).flatMap(({ recordNames }) => recordNames).length);
    expect(new Set(all.map(({ subject }) => subject)).size).toBe(all.length);
    for (const { subject, schemaId } of all) {
      expect(registry.subjects.get(subject)).toEqual([schemaId]);
      expect(registry.levels.get(subject)).toBe('BACKWARD');
    }
  });

  test('again changes nothing and tells the same ids', async () => {
    const registry = createInMemoryRegistry();
    const first = await register(registry);
    expect(await register(registry)).toEqual(first);
    expect(registry.subjects.get(SUBJECT)).toHaveLength(1);
  });

  test('accepts a new field that has a default, as a further version', async () => {
    const registry = createInMemoryRegistry();
    await register(registry);
    await register(registry, pickWith({ name: 'shelf', type: 'string', default: '' }));
    expect(registry.subjects.get(SUBJECT)).toHaveLength(2);
  });

  test('refuses a field without a default, and says where and what to do', async () => {
    const registry = createInMemoryRegistry();
    await register(registry);
    const failure = register(registry, pickWith({ name: 'shelf', type: 'string' }, { name: 'row', type: 'int' }));
    await expect(failure).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
      class: 'crash',
      details: { subject: SUBJECT, fields: 'shelf, row' },
      whatToDo: expect.stringContaining('default'),
    });
    expect(registry.subjects.get(SUBJECT)).toHaveLength(1);
  });

  test('refuses it also where somebody has switched the registry’s own check off', async () => {
    const registry = createInMemoryRegistry();
    await register(registry);
    registry.levels.set(SUBJECT, 'NONE');
    await expect(register(registry, pickWith({ name: 'shelf', type: 'string' }))).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
    });
    await register(registry);
    expect(registry.levels.get(SUBJECT)).toBe('BACKWARD');
  });

  test('leaves a stricter level as somebody set it', async () => {
    const registry = createInMemoryRegistry();
    await register(registry);
    registry.levels.set(SUBJECT, 'FULL_TRANSITIVE');
    await register(registry);
    expect(registry.levels.get(SUBJECT)).toBe('FULL_TRANSITIVE');
  });

  test('an older instance that restarts during a deployment goes on with its own version', async () => {
    const registry = createInMemoryRegistry();
    const [older] = await register(registry);
    await register(registry, pickWith({ name: 'shelf', type: 'string', default: '' }));
    expect(await register(registry)).toEqual([older]);
  });

  test('during an outage fails as something to retry', async () => {
    const registry = createInMemoryRegistry();
    registry.down = true;
    await expect(register(registry)).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE', class: 'retry' });
  });
});
