// Announces the keys at the start and looks for changes while the service runs; a rotation by command reaches publishers within seconds.
import { createOutageLog } from '#shared/kafka/client/outage-log';
import { sleep } from '#shared/kafka/client/sleep';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { Component } from '#shared/runtime/component';
import { type AnnounceDeps, createAnnounceKeys } from './announce-keys.js';

export interface KeyAnnouncerOptions extends Omit<AnnounceDeps, 'send'> {
  readonly kafka: KafkaClient;
  /** How often to look. */
  readonly everyMs: number;
}

/** @throws KEYRING_UNAVAILABLE, KAFKA_UNAVAILABLE at the start; later failures are logged and tried again */
export function createKeyAnnouncer({ kafka, everyMs, ...deps }: KeyAnnouncerOptions): Component<void> {
  return {
    name: 'announcer of ingress keys',
    start: async () => {
      deps.keys.ensure();
      const producer = await startPlainProducer(kafka);
      const announce = createAnnounceKeys({ ...deps, send: (records) => producer.send(records) });
      const outage = createOutageLog(kafka.logger, kafka.waiting.clock, 'ingress keys');
      const stopping = new AbortController();
      await announce().catch(async (error: unknown) => {
        await producer.stop();
        throw error;
      });
      const looking = (async () => {
        for (;;) {
          await sleep(everyMs, stopping.signal);
          if (stopping.signal.aborted) return;
          await announce().then(
            () => outage.recovered(),
            (error: unknown) => outage.failed(error),
          );
        }
      })();
      return {
        value: undefined,
        stop: async () => {
          stopping.abort();
          await producer.stop();
          await looking;
        },
      };
    },
  };
}
