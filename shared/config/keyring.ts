// Where the key-encryption keys are kept: outside MongoDB, so that destroying one there is final.
import { join } from 'node:path';
import { type Compiled, defineBlock } from './block.js';
import { text } from './text-schemas.js';

export interface KeyringConfig {
  /** Folder of the keyring: one file per key, because several processes share it. */
  readonly directory: string;
}

export const KEYRING = defineBlock({
  name: 'keyring',
  variables: {
    STACK_DIR: {
      schema: text(),
      fallback: '.stack',
      meaning: 'Directory of the local stack.',
      remedy: 'Name a directory that can be written',
    },
    KEYRING_DIR: {
      schema: text(),
      fallback: null,
      meaning: 'Folder with the key-encryption keys; unset: `keyring` in STACK_DIR. Back it up apart from MongoDB.',
      remedy: 'Name a folder that only the services can read',
    },
  },
  compile: (values): Compiled<KeyringConfig> => ({
    config: { directory: values.KEYRING_DIR ?? join(values.STACK_DIR, 'keyring') },
  }),
});
