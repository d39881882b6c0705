// Shows progress on a terminal as lines that are written over, elsewhere as one line whenever something changes.
import type { ComponentName, ServerName } from './server-name.js';
import { type OnProgress, progressText, type StackProgress } from './stack-progress.js';

export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const QUIET_MS = 5_000;

/** @param stream e.g. `process.stderr`, so that standard output stays free for results */
export function createProgressPrinter(stream: ProgressStream): OnProgress {
  return stream.isTTY === true ? overwriting(stream) : appending(stream);
}

/** One line per component or server, kept up to date in place. */
function overwriting(stream: ProgressStream): OnProgress {
  let lines = new Map<ComponentName | ServerName, string>();
  let shown: 'fetch' | 'server' | undefined;
  return (event) => {
    if (event.kind === 'note') {
      lines = new Map();
      stream.write(`${progressText(event)}\n`);
      return;
    }
    if (event.kind !== shown) lines = new Map();
    shown = event.kind;
    const up = lines.size;
    lines.set(nameOf(event), progressText(event));
    const moved = up === 0 ? '' : `\u001b[${up}A`;
    stream.write(`${moved}${[...lines.values()].map((line) => `\u001b[2K${line}\n`).join('')}`);
  };
}

/** For logs: a line for each new phase, and one every 5 s while a download goes on. */
function appending(stream: ProgressStream): OnProgress {
  const last = new Map<string, { readonly phase: string; readonly elapsedMs: number }>();
  return (event) => {
    if (event.kind !== 'note') {
      const before = last.get(nameOf(event));
      if (before?.phase === event.phase && event.elapsedMs - before.elapsedMs < QUIET_MS) return;
      last.set(nameOf(event), event);
    }
    stream.write(`${progressText(event)}\n`);
  };
}

function nameOf(event: Exclude<StackProgress, { kind: 'note' }>): ComponentName | ServerName {
  return event.kind === 'fetch' ? event.component : event.server;
}
