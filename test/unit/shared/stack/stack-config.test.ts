// The variables of the stack are documented beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { renderReadme } from '#shared/config/render-variables';
import { STACK } from '#shared/stack/stack-config';
import { repositoryRoot } from '#shared/stack/stack-paths';

test('shared/stack/README.md describes every variable as it is (write it anew: shared/stack/write-readme.ts)', () => {
  const readme = readFileSync(join(repositoryRoot(), 'shared', 'stack', 'README.md'), 'utf8');
  expect(readme).toContain('| `STACK_PORT` |');
  expect(readme).toBe(renderReadme(readme, [STACK]));
});
