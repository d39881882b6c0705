// Writes the import law into shared/README.md: run it after changing the table.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderImportLaw } from './render-import-law.js';
import { ROOT, readText } from './source-files.js';

const PAGE = 'shared/README.md';
writeFileSync(join(ROOT, PAGE), renderImportLaw(readText(PAGE)));
