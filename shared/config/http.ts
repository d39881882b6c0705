// Where a service answers for its health and metrics.
import { type Compiled, defineBlock } from './block.js';
import { textLike, wholeNumber } from './text-schemas.js';

export interface HttpConfig {
  readonly healthHost: string;
  /** 0: any free port; the service logs which. */
  readonly healthPort: number;
}

export const HTTP = defineBlock({
  name: 'http',
  variables: {
    HEALTH_HOST: {
      schema: textLike(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address'),
      fallback: '127.0.0.1',
      meaning: 'Address to listen on for health and metrics; `0.0.0.0` lets other machines ask.',
      remedy: 'Use an address of this machine',
    },
    HEALTH_PORT: {
      schema: wholeNumber(0, 65_535),
      fallback: '0',
      meaning: 'Port of `/health/live`, `/health/ready` and `/metrics`; 0 takes a free one and logs it.',
      remedy: 'Use a free port, or 0',
    },
  },
  compile: (values): Compiled<HttpConfig> => ({
    config: { healthHost: values.HEALTH_HOST, healthPort: values.HEALTH_PORT },
  }),
});
