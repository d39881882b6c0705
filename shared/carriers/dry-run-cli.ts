// The program behind `npm run dry-run`; what it does is in dry-run-command.ts.
import { createSystemClock } from '#shared/domain/system-clock';
import { dryRunCommand } from './dry-run-command.js';
import { openInForce } from './open-in-force.js';

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const hasBroker = (process.env['KAFKA_BROKERS'] ?? '') !== '';
process.exitCode = await dryRunCommand(process.argv.slice(2), {
  columns: process.stdout.columns,
  clock: createSystemClock(),
  openInForce: hasBroker ? () => openInForce(Math.random) : null,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
