// Asks fraud control's own program about rules, in a process of its own: what judges, measures and publishes rules is the code that runs them, a
// long backtest takes neither the time nor the memory of the desk, and a rule that never ends ends with its process.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { RulesAnswer } from '../api/routes/rules-schemas.js';
import type { AskRules } from '../steps/rules-desk.js';

const PROGRAM = fileURLToPath(new URL('../../fraud/commands/console-cli.js', import.meta.url));

export interface RulesProgramLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** @param program for tests; default: that of fraud control */
export function rulesProgram({ timeoutMs, memoryMb }: RulesProgramLimits, program = PROGRAM): AskRules {
  return (question, onProgress = () => undefined) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, program], {
        stdio: ['pipe', 'pipe', 'ignore'],
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      });
      let answer: RulesAnswer | undefined;
      const fail = (): void => resolve({ kind: 'failed' });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const read = RulesAnswer.safeParse(parsed(line));
        if (!read.success) return;
        if (read.data.kind === 'progress') onProgress(read.data);
        else answer = read.data;
      });
      child.on('error', fail);
      // After the last line: `close` comes when its output is read to the end.
      child.on('close', (code) => (code === 0 && answer !== undefined ? resolve(answer) : fail()));
      child.stdin.on('error', () => undefined);
      child.stdin.end(JSON.stringify(question));
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
