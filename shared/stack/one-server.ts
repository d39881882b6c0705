// Disturbs one server of a running local stack: for tests of what happens when it crashes or is restarted.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { exclusively } from './exclusive.js';
import { endProcess } from './own-process.js';
import { readRunState } from './run-state.js';
import { endServer, type LocalStackOptions, startServers } from './run-servers.js';
import type { ServerName } from './server-name.js';
import type { StackPaths } from './stack-paths.js';

/** Kills one server at once (SIGKILL), as a crash would. */
export async function killServer(server: ServerName, paths: StackPaths): Promise<void> {
  await exclusively(paths.stackDir, async () => {
    const id = (await readRunState(paths.runFile))?.processes[server];
    if (id !== undefined) await endProcess(id, 0);
  });
}

/** Ends one server in order, if it runs, and starts it again on the same port. */
export async function restartServer(server: ServerName, options: LocalStackOptions): Promise<void> {
  await exclusively(options.paths.stackDir, async () => {
    const state = await readRunState(options.paths.runFile);
    if (state === undefined) throw new FulfilmentError('STACK_START_FAILED', { server, what: 'there is no stack' });
    await endServer(server, state, options.onProgress);
    await startServers([server], state, options);
  });
}
