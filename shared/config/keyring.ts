// Where the key-encryption keys are kept: outside MongoDB, so that destroying one there is final.
import { join } from 'node:path';
import { type Compiled, defineBlock } from './block.js';
import { text } from './text-schemas.js';

export interface KeyringConfig {
  /** Path of the keyring file. */
  readonly file: string;
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
    KEYRING_FILE: {
      schema: text(),
      fallback: null,
      meaning: 'File with the key-encryption keys; unset: `keyring.json` in STACK_DIR. Back it up apart from MongoDB.',
      remedy: 'Name a file that only the services can read',
    },
  },
  compile: (values): Compiled<KeyringConfig> => ({
    config: { file: values.KEYRING_FILE ?? join(values.STACK_DIR, 'keyring.json') },
  }),
});
