// What a running service shows of itself to whoever runs it.
import type { Check } from '#shared/runtime/health-server';

export interface Service {
  readonly name: string;
  /** Resolves once it takes part in its group and has its lanes. */
  readonly ready: Promise<void>;
  /** Never resolves while it works; rejects with the crash-class error that ended it. */
  readonly done: Promise<void>;
  readonly checks: Readonly<Record<string, Check>>;
  /** Where people reach it, if they do. */
  readonly address?: string;
}
