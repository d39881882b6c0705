// The program behind `npm run policy`; what it does is in policy-command.ts. Exit code 0: done, 1: refused, 2: could not be done, 64: usage.
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { createSystemClock } from '#shared/domain/system-clock';
import { endCommand } from '#shared/runtime/end-command';
import { openVersionsDesk } from './open-versions-desk.js';
import { policyCommand } from './policy-command.js';

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

endCommand(
  policyCommand(process.argv.slice(2), {
    root: repositoryRoot(),
    columns: process.stdout.columns,
    clock: createSystemClock(),
    openDesk: () => openVersionsDesk(Math.random),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  }),
);
