// The program behind `npm run policy:check`; what it does is in policy-check.ts.
import { repositoryRoot } from '../read-policy-file.js';
import { policyCheck } from './policy-check.js';

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = policyCheck(process.argv.slice(2), {
  root: repositoryRoot(),
  columns: process.stdout.columns,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
