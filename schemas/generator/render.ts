// Renders all generated files in memory: the command writes them, the freshness law compares them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsFile } from './fields-file.js';
import { parseCatalogue } from './parse-catalogue.js';
import { type Definitions, readDefinitions } from './read-definitions.js';
import { recordsFile } from './records-file.js';
import { schemasFile } from './schemas-file.js';
import { topicsFile } from './topics-file.js';

/**
 * @param root the schemas folder
 * @returns file name below `generated/` → content; the same input always gives the same bytes
 * @throws Error that names the file and what is wrong with it
 */
export function render(root: string): ReadonlyMap<string, string> {
  const definitions = readDefinitions(root);
  const catalogue = parseCatalogue(readFileSync(join(root, 'catalogue.yaml'), 'utf8'), recordNamesOf(definitions));
  return new Map([
    ['fields.ts', fieldsFile(definitions)],
    ['records.ts', recordsFile(definitions)],
    ['schemas.ts', schemasFile(definitions)],
    ['topics.ts', topicsFile(catalogue)],
  ]);
}

export function recordNamesOf(definitions: Definitions): ReadonlySet<string> {
  return new Set(
    [...definitions]
      .filter(([, versions]) => versions.every(({ json }) => json.type === 'record'))
      .map(([name]) => name),
  );
}
