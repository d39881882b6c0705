// Writes the tables of README.md from the blocks: run it after adding a variable.
import { readFileSync, writeFileSync } from 'node:fs';
import { SHARED_BLOCKS } from './blocks.js';
import { renderReadme } from './render-variables.js';

const readme = new URL('README.md', import.meta.url);
writeFileSync(readme, renderReadme(readFileSync(readme, 'utf8'), SHARED_BLOCKS));
