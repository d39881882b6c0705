// Programs of the repository as tests start them: bundled (programs/bundle.mjs), which takes a third of the processor time of a start from `dist`. The global
// set-up compiles and bundles what is newer than the last build. With TEST_PROGRAMS=modules they are started as in production, module by module.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What node has to be called with. @param program source from the root: a cli.ts of services/ or shared/, or `services/run-services.ts` */
export function builtProgram(program: string, ...args: readonly string[]): string[] {
  return process.env['TEST_PROGRAMS'] === 'modules'
    ? [path.join(root, 'dist', program.replace(/\.ts$/, '.js')), ...args]
    : [path.join(root, 'test', 'support', 'programs', 'run.mjs'), program, ...args];
}
