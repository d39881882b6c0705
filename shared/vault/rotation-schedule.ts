// Replaces the key-encryption key when it is old enough, and finishes a rotation that was cut off.
import type { Clock } from '#shared/domain/clock';
import type { Logger } from '#shared/logging/logger';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { rotationDueAt } from './key-epochs.js';
import type { Vault } from './vault.js';

export interface RotationScheduleOptions {
  readonly vault: Pick<Vault, 'rotate' | 'epochs'>;
  readonly metrics: Pick<Metrics, 'counter' | 'gauge'>;
  readonly logger: Logger;
  /** Machine time: the age of a key has nothing to do with the time of orders. */
  readonly machineClock: Clock;
  /** A key older than this is replaced; 0: only what was cut off is finished. */
  readonly everyMs: number;
  /** How often to look. */
  readonly lookMs: number;
  /** Whether it is this instance's turn. Two at once do no harm but twice the work. */
  readonly isOurTurn: () => boolean;
}

/** A rotation that fails is logged and tried again at the next look; the age of the key shows in its gauge meanwhile. */
export function createRotationSchedule(options: RotationScheduleOptions): Component<void> {
  const { vault, metrics, logger, machineClock, everyMs, lookMs, isOurTurn } = options;
  const age = metrics.gauge('key_epoch_age_ms', 'Age of the oldest key-encryption key there is', []);
  const rotations = metrics.counter('key_rotations_total', 'Rotations of the key-encryption key', ['outcome']);
  const rewraps = metrics.counter('keys_rewrapped_total', 'Orders whose keys were wrapped anew by a rotation', []);

  async function look(signal: AbortSignal): Promise<void> {
    const epochs = await vault.epochs();
    const nowMs = machineClock.nowMs();
    age.set({}, nowMs - (epochs[0]?.madeAtMs ?? nowMs));
    const dueAtMs = rotationDueAt(epochs, everyMs);
    if (dueAtMs === null || dueAtMs > nowMs || !isOurTurn()) return;
    const { epoch, rewrapped, unreadable } = await vault.rotate({ signal });
    rotations.inc({ outcome: 'done' });
    if (rewrapped > 0) rewraps.inc({}, rewrapped);
    logger.info(
      { epoch, count: rewrapped, durationMs: machineClock.nowMs() - nowMs },
      'The key-encryption key was replaced',
    );
    if (unreadable.length > 0)
      logger.error({ code: 'KEY_UNREADABLE', count: unreadable.length }, 'Keys of orders could not be unwrapped');
  }

  return {
    name: 'rotation schedule',
    start: () => {
      const stopping = new AbortController();
      let looking: Promise<void> | null = null;
      const lookOnce = (): void => {
        looking ??= look(stopping.signal)
          .catch((err: unknown) => {
            if (stopping.signal.aborted) return;
            rotations.inc({ outcome: 'failed' });
            logger.error({ err }, 'The key-encryption key could not be replaced');
          })
          .finally(() => {
            looking = null;
          });
      };
      const timer = setInterval(lookOnce, lookMs);
      timer.unref();
      return Promise.resolve({
        value: undefined,
        stop: async () => {
          clearInterval(timer);
          stopping.abort();
          await looking;
        },
      });
    },
  };
}
