// A lane consumer as a service: started, observed, drained on stop, and heard when it fails.
import type { LaneConsumerOptions } from '#shared/kafka/ports';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { lanesCheck } from './lanes-check.js';
import type { Pace, Platform } from './platform.js';
import type { Service } from './service.js';

export function laneService(
  platform: Platform,
  metrics: Metrics,
  options: LaneConsumerOptions,
  pace: Pace = 'prompt',
): Component<Service> {
  const { service } = options;
  return {
    name: `${service}-lanes`,
    start: async () => {
      const consumer = await platform.startLanes(options, metrics, pace);
      const done = consumer.failed.then((error) => Promise.reject(error));
      // Whoever runs the service listens; until then a failure must not end the process without a word.
      done.catch(() => undefined);
      const value: Service = {
        name: service,
        ready: consumer.ready,
        done,
        checks: {
          [`${service}-lanes`]: () => lanesCheck(consumer),
        },
      };
      return { value, stop: () => consumer.stop() };
    },
  };
}
