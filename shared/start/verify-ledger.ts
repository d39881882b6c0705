// Runs the same check a regulator would: `npm run ledger -- verify`, as a program of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';

export interface LedgerVerdict {
  readonly ok: boolean;
  /** What the check printed. */
  readonly text: string;
}

export function verifyLedger(root: string, env: Readonly<Record<string, string | undefined>>): Promise<LedgerVerdict> {
  return new Promise((resolve) => {
    const program = path.join(root, 'dist', 'services', 'erasure', 'ledger', 'cli.js');
    const child = spawn(process.execPath, [program, 'verify'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void (text += chunk.toString('utf8')));
    child.on('error', (error) => resolve({ ok: false, text: error.message }));
    child.on('exit', (code) => resolve({ ok: code === 0, text: text.trim() }));
  });
}
