// What is told while the stack comes up, as data: the command line, `npm start` and the tests each show it their own way.
import type { ComponentName, ServerName } from './server-name.js';

export type FetchPhase = 'download' | 'verify' | 'unpack' | 'done';

export type StackProgress =
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'fetch';
      readonly component: ComponentName;
      readonly phase: FetchPhase;
      /** Bytes downloaded so far. */
      readonly bytes: number;
      readonly elapsedMs: number;
    }
  | {
      readonly kind: 'server';
      readonly server: ServerName;
      readonly phase: 'starting' | 'ready' | 'stopping' | 'stopped';
      readonly elapsedMs: number;
    };

export type OnProgress = (event: StackProgress) => void;

/** One line of text for one event, without a line end. */
export function progressText(event: StackProgress): string {
  switch (event.kind) {
    case 'note':
      return event.text;
    case 'fetch':
      return `${event.component.padEnd(9)} ${FETCH_WORDS[event.phase].padEnd(11)} ${megabytes(event.bytes)}  ${seconds(event.elapsedMs)}`;
    case 'server':
      return `${event.server.padEnd(9)} ${event.phase.padEnd(11)} ${''.padStart(9)}  ${seconds(event.elapsedMs)}`;
  }
}

const FETCH_WORDS = { download: 'downloading', verify: 'verifying', unpack: 'unpacking', done: 'fetched' } as const;

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`.padStart(9);
}

function seconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`.padStart(7);
}
