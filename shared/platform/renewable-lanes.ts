// Lanes whose inputs change while the process runs, as carriers come and go: they are drained, given back and taken again with the new inputs.
import type { LaneConsumer, LaneConsumerOptions, LaneInput } from '#shared/kafka/ports';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { lanesCheck } from './lanes-check.js';
import type { Pace, Platform } from './platform.js';
import type { Service } from './service.js';

export interface RenewableLanes {
  readonly options: Omit<LaneConsumerOptions, 'inputs'>;
  /** As they are now. */
  readonly inputs: () => readonly LaneInput[];
  /** Calls back when they may have changed; returns a function that ends it. */
  readonly onChange: (renew: () => void) => () => void;
  /** Default `prompt`. */
  readonly pace?: Pace;
}

export function renewableLanes(
  platform: Pick<Platform, 'startLanes'>,
  metrics: Metrics,
  { options, inputs, onChange, pace = 'prompt' }: RenewableLanes,
): Component<Service> {
  const { service } = options;
  return {
    name: `${service}-lanes`,
    start: async () => {
      let used = inputs();
      let consumer = await platform.startLanes({ ...options, inputs: used }, metrics, pace);
      let isStopping = false;
      let fail: (error: unknown) => void = () => undefined;
      const done = new Promise<void>((_, reject) => {
        fail = reject;
      });
      // Whoever runs the service listens; until then a failure must not end the process without a word.
      done.catch(() => undefined);
      const watch = (started: LaneConsumer): void => void started.failed.then(fail);
      watch(consumer);
      const { ready } = consumer;

      async function renew(): Promise<void> {
        const wanted = inputs();
        if (isStopping || topicsOf(wanted) === topicsOf(used)) return;
        await consumer.stop();
        used = wanted;
        consumer = await platform.startLanes({ ...options, inputs: wanted }, metrics, pace);
        watch(consumer);
        await consumer.ready;
      }
      let renewing = Promise.resolve();
      const unsubscribe = onChange(() => {
        renewing = renewing.then(renew).catch(fail);
      });

      const value: Service = {
        name: service,
        ready,
        done,
        checks: {
          [`${service}-lanes`]: () => lanesCheck(consumer),
        },
      };
      const stop = async (): Promise<void> => {
        isStopping = true;
        unsubscribe();
        await renewing;
        await consumer.stop();
      };
      return { value, stop };
    },
  };
}

function topicsOf(inputs: readonly LaneInput[]): string {
  return inputs.map(({ topic }) => topic).join(' ');
}
