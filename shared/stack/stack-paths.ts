// Where everything of a stack lies: all of it under STACK_DIR, except that downloads may be shared through STACK_CACHE.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerName } from './server-name.js';

export interface StackPaths {
  readonly stackDir: string;
  /** Downloaded components; may lie outside of stackDir. */
  readonly components: string;
  readonly data: string;
  readonly logs: string;
  /** Generated settings; hold passwords, so only the owner reads them. */
  readonly conf: string;
  readonly tmp: string;
  readonly runFile: string;
  /** Ids of the running servers, one a line, for the guard of a stack that dies with its process. */
  readonly pidFile: string;
  logOf(server: ServerName): string;
  dataOf(server: ServerName): string;
}

/** The folder with package.json above this file, whether it runs from source or from dist/. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}

/**
 * Decides where a stack lies.
 * @param stackDir STACK_DIR; default `.stack` of the repository
 * @param cache STACK_CACHE; default: `components` of the stack if it exists, else that of the repository's own
 *   `.stack` if it exists (so that a second stack downloads nothing), else `components` of the stack
 */
export function stackPaths(stackDir?: string, cache?: string, root: string = repositoryRoot()): StackPaths {
  const home = resolve(stackDir ?? join(root, '.stack'));
  const own = join(home, 'components');
  const shared = join(root, '.stack', 'components');
  const components = cache === undefined ? (!existsSync(own) && existsSync(shared) ? shared : own) : resolve(cache);
  const data = join(home, 'data');
  const logs = join(home, 'logs');
  return {
    stackDir: home,
    components,
    data,
    logs,
    conf: join(home, 'conf'),
    tmp: join(home, 'tmp'),
    runFile: join(home, 'run.json'),
    pidFile: join(home, 'pids'),
    logOf: (server) => join(logs, `${server}.log`),
    dataOf: (server) => join(data, server),
  };
}
