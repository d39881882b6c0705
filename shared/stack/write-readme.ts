// Writes the table of README.md from the variables of the stack: run it after changing stack-config.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { renderReadme } from '#shared/config/render-variables';
import { STACK } from './stack-config.js';

const readme = new URL('README.md', import.meta.url);
writeFileSync(readme, renderReadme(readFileSync(readme, 'utf8'), [STACK]));
