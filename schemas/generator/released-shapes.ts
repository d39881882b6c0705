// Keeps what was released from being changed: the shape of every released version lies in schemas/released/ and is never overwritten.
// The shape is what decides whether bytes can be read; words, units and categories may be mended.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from './read-definitions.js';
import type { SchemaJson } from './schema-json.js';
import { selfContained } from './self-contained.js';

/** Shapes of one record or type by version. */
export type Shapes = Readonly<Record<string, unknown>>;

const NOT_SHAPE = new Set(['doc', 'unit', 'category']);

/** The schema without what does not change how bytes are read. */
export function shapeOf(schema: SchemaJson): unknown {
  return JSON.parse(JSON.stringify(schema, (name, value: unknown) => (NOT_SHAPE.has(name) ? undefined : value)));
}

/** Every version of every definition, by full name. */
export function currentShapes(definitions: Definitions): ReadonlyMap<string, Shapes> {
  const byName = [...definitions].map(([name, versions]): [string, Shapes] => {
    const shapes = versions.map((one) => [one.version, shapeOf(selfContained(one, definitions))]);
    return [name, Object.fromEntries(shapes) as Shapes];
  });
  return new Map(byName);
}

export function readReleased(folder: string): ReadonlyMap<string, Shapes> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files
      .sort()
      .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8')) as Shapes]),
  );
}

/** What is wrong with the definitions in the light of what was released; empty when nothing is. */
export function brokenReleases(current: ReadonlyMap<string, Shapes>, released: ReadonlyMap<string, Shapes>): string[] {
  const broken: string[] = [];
  for (const [name, shapes] of released) {
    for (const [version, shape] of Object.entries(shapes)) {
      const now = current.get(name)?.[version];
      if (now === undefined) broken.push(`${name} v${version} was released and is gone`);
      else if (!sameJson(now, shape))
        broken.push(`${name} v${version} was released: put the change into v${lastOf(shapes) + 1}.avsc`);
    }
  }
  for (const [name, shapes] of current) {
    for (const version of Object.keys(shapes)) {
      if (released.get(name)?.[version] === undefined) {
        broken.push(`${name} v${version} is not released: run npm run generate -- --release when its shape is final`);
      }
    }
  }
  return broken;
}

/** Adds the versions that are not there yet; never touches one that is. @returns what was added */
export function release(current: ReadonlyMap<string, Shapes>, folder: string): string[] {
  const released = readReleased(folder);
  const added: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const [name, shapes] of current) {
    const before = released.get(name) ?? {};
    const news = Object.keys(shapes).filter((version) => before[version] === undefined);
    if (news.length === 0) continue;
    added.push(...news.map((version) => `${name} v${version}`));
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ ...shapes, ...before }, null, 1)}\n`);
  }
  return added;
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function lastOf(shapes: Shapes): number {
  return Math.max(...Object.keys(shapes).map(Number));
}
