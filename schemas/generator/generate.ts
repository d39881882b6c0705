// `npm run generate`: writes schemas/generated/ from the .avsc files and the catalogue.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './render.js';

const root = join(import.meta.dirname, '..');
const target = join(root, 'generated');
mkdirSync(target, { recursive: true });
for (const [file, content] of render(root)) writeFileSync(join(target, file), content);
