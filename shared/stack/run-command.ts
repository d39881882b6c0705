// Runs a program to its end and gives back what it said. A port, so that decisions about tools are tested without them.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface CommandOptions {
  readonly cwd?: string;
  /** Everything the program prints is appended to this file. */
  readonly logFile?: string;
  /** The program is killed after this time; default: never. */
  readonly timeoutMs?: number;
  /** Sees each piece of output as it comes. */
  readonly onOutput?: (text: string) => void;
}

export interface CommandResult {
  /** null: the program does not exist, or a signal ended it. */
  readonly exitCode: number | null;
  readonly missing: boolean;
  /** Standard output and error, interleaved; the last 64 KiB. */
  readonly output: string;
}

/** Never throws for what the program does; a failure is a result. */
export type RunCommand = (program: string, args: readonly string[], options?: CommandOptions) => Promise<CommandResult>;

const KEPT_CHARACTERS = 65_536;

export const runCommand: RunCommand = (program, args, options = {}) => {
  return new Promise((done) => {
    const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: 'a' });
    log?.on('error', () => undefined); // A full disk must show as the program's failure, not as a crash of ours.
    const child = spawn(program, args, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer =
      options.timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    let output = '';
    const take = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      output = (output + text).slice(-KEPT_CHARACTERS);
      log?.write(chunk);
      options.onOutput?.(text);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const finish = (result: CommandResult): void => {
      clearTimeout(timer);
      log?.end();
      done(result);
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      finish({ exitCode: null, missing: error.code === 'ENOENT', output: output || error.message }),
    );
    child.on('close', (exitCode) => finish({ exitCode, missing: false, output }));
  });
};
