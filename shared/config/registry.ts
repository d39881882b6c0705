// Where the schema registry is.
import { type Compiled, defineBlock } from './block.js';
import { url } from './text-schemas.js';

export interface RegistryConfig {
  /** Base address of the Confluent-compatible API, without a slash at the end. */
  readonly url: string;
}

export const REGISTRY = defineBlock({
  name: 'registry',
  variables: {
    SCHEMA_REGISTRY_URL: {
      schema: url(['http:', 'https:']),
      meaning: 'Base address of the Confluent-compatible API (Apicurio: ends in `/apis/ccompat/v7`).',
      remedy: 'Name your registry, or start the local stack: `npm run stack -- up`',
    },
  },
  compile: (values): Compiled<RegistryConfig> => ({
    config: { url: values.SCHEMA_REGISTRY_URL.replace(/\/+$/, '') },
  }),
});
