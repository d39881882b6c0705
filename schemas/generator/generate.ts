// `npm run generate`: writes schemas/generated/ from the .avsc files and the catalogue; with `--release`, keeps the shapes of new versions.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDefinitions } from './read-definitions.js';
import { currentShapes, release } from './released-shapes.js';
import { render } from './render.js';

const root = join(import.meta.dirname, '..');
const target = join(root, 'generated');
mkdirSync(target, { recursive: true });
for (const [file, content] of render(root)) writeFileSync(join(target, file), content);
if (process.argv.includes('--release')) {
  const added = release(currentShapes(readDefinitions(root)), join(root, 'released'));
  process.stdout.write(added.length === 0 ? 'Nothing new to release.\n' : `Released ${added.join(', ')}.\n`);
}
