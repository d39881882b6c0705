// Ends a stack together with the process that started it, even if that one is killed: a shell waits on a pipe from it,
// and when the pipe closes it ends every process listed in the pid file. `stack down` removes the file, so nothing is left to do.
import { spawn } from 'node:child_process';

const SCRIPT = `
trap '' INT HUP TERM
cat > /dev/null
[ -f "$1" ] || exit 0
pids=$(cat "$1")
kill -TERM $pids
sleep 5
kill -KILL $pids
rm -f "$1"
`;

export interface Guard {
  /** Ends the guard without ending anything else: for a stack that was taken down in order. */
  release(): void;
}

/** The guard lives as long as this process and a little longer; it keeps no event loop alive. */
export function startGuard(pidFile: string): Guard {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'stack-guard', pidFile], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined); // No /bin/sh: the stack then outlives a killed process, as it would without a guard.
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as { unref?: () => void }).unref?.();
  return { release: () => void guard.kill('SIGKILL') };
}
