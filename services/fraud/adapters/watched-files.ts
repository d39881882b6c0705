// Files that a person may replace while the service runs: looked at twice a second, read again when they changed.
import { readFileSync, statSync } from 'node:fs';
import type { Component } from '#shared/runtime/component';

export interface WatchedFile<T> {
  readonly current: () => T;
}

export interface WatchOptions<T> {
  readonly name: string;
  readonly path: string;
  readonly everyMs: number;
  /** Throws for a file that can't be used: the one before stays in force. */
  readonly read: (text: string, modifiedAt: Date) => T;
  /** What is in force while there is no file; without it the file must be there at the start. */
  readonly absent?: T;
  /** Told once per change, and once for each file that can't be used. */
  readonly onChange: (outcome: 'loaded' | 'refused' | 'absent', error?: unknown) => void;
}

export function watchedFile<T>(options: WatchOptions<T>): Component<WatchedFile<T>> {
  return {
    name: options.name,
    start: () => {
      let seen = '';
      let current: T | undefined = options.absent;
      const look = (): void => {
        const stamp = stampOf(options.path);
        if (stamp === seen) return;
        seen = stamp;
        try {
          if (stamp === '') {
            if (options.absent === undefined) throw new Error('the file is not there');
            current = options.absent;
            options.onChange('absent');
            return;
          }
          current = options.read(readFileSync(options.path, 'utf8'), statSync(options.path).mtime);
          options.onChange('loaded');
        } catch (error) {
          if (current === undefined) throw error;
          options.onChange('refused', error);
        }
      };
      look();
      if (current === undefined) look();
      const timer = setInterval(look, options.everyMs);
      timer.unref();
      return Promise.resolve({
        value: { current: () => current as T },
        stop: () => {
          clearInterval(timer);
          return Promise.resolve();
        },
      });
    },
  };
}

/** Changes whenever the file does; empty while there is none. */
function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.ino}/${stats.size}/${stats.mtimeMs}`;
}
