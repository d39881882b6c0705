// Programs that tests start and that are tests' own: as the runner compiled them (runner/compile.mjs), with no loader to begin with.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What node needs to be told for modules of ours that are imported by their alias. */
export const NODE_FLAGS: readonly string[] = ['--conditions=tests'];

/** @param source a module of the repository */
export function compiledTest(source: string): string {
  return path.join(root, 'dist', 'tests', path.relative(root, source).replace(/\.ts$/, '.js'));
}
