// Where the key-encryption keys are kept: outside MongoDB, so that destroying one there is final.
import { join } from 'node:path';
import { type Compiled, defineBlock } from './block.js';
import { text, wholeNumber } from './text-schemas.js';

export interface KeyringConfig {
  /** Folder of the keyring: one file per key, because several processes share it. */
  readonly directory: string;
  /** A key-encryption key older than this is replaced and destroyed; 0: only by command. Machine time. */
  readonly rotateEveryMs: number;
  /** How long after its successor was made blocks sealed to an ingress key may still come. Machine time. */
  readonly ingressGraceMs: number;
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
    KEY_ROTATION_EVERY_MS: {
      schema: wholeNumber(0, 31_536_000_000),
      fallback: '86400000',
      meaning:
        'Age at which the key-encryption key is replaced and destroyed, with which erased keys are beyond recovery and older backups unreadable; 0: only by command.',
      remedy: 'Use a number of milliseconds up to a year, or 0',
    },
    INGRESS_KEY_GRACE_MS: {
      schema: wholeNumber(0, 31_536_000_000),
      fallback: '86400000',
      meaning:
        'How long orders may still arrive that their publisher sealed to an ingress key which has been replaced; later ones are refused (BLOCK_KEY_EXPIRED).',
      remedy: 'Use a number of milliseconds up to a year',
    },
  },
  compile: (values): Compiled<KeyringConfig> => ({
    config: {
      directory: values.KEYRING_DIR ?? join(values.STACK_DIR, 'keyring'),
      rotateEveryMs: values.KEY_ROTATION_EVERY_MS,
      ingressGraceMs: values.INGRESS_KEY_GRACE_MS,
    },
  }),
});
