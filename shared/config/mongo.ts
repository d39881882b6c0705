// How to reach MongoDB and which database is ours.
import { type Compiled, defineBlock } from './block.js';
import { createSecret, type Secret } from './secret.js';
import { textLike, url } from './text-schemas.js';

export interface MongoConfig {
  /** Secret as a whole, for it may hold a password. */
  readonly uri: Secret;
  readonly database: string;
}

export const MONGO = defineBlock({
  name: 'mongo',
  variables: {
    MONGODB_URI: {
      schema: url(['mongodb:', 'mongodb+srv:']),
      meaning: 'Connection string of a replica set; never printed, for it may hold a password.',
      remedy: 'Name your replica set, or start the local stack: `npm run stack -- up`',
    },
    MONGODB_DATABASE: {
      schema: textLike(/^[A-Za-z0-9_-]{1,38}$/, 'must be 1 to 38 letters, digits, _ or -'),
      fallback: 'fulfilment',
      meaning: 'Database that holds all collections of the broker.',
      remedy: 'Choose a plain name',
    },
  },
  compile: (values): Compiled<MongoConfig> => ({
    config: { uri: createSecret(values.MONGODB_URI), database: values.MONGODB_DATABASE },
  }),
});
