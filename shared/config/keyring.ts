// Where the key-encryption keys are kept: outside MongoDB, so that destroying one there is final.
import { join } from 'node:path';
import { type Compiled, defineBlock } from './block.js';
import type { Secret } from './secret.js';
import { oneOf, secretText, text, textLike, url, wholeNumber } from './text-schemas.js';

/** A keyring in the transit engine of OpenBao or Vault. */
export interface TransitConfig {
  readonly address: string;
  readonly mount: string;
  /** First part of the names of its keys. */
  readonly name: string;
  readonly namespace: string | null;
  readonly token: Secret | null;
  /** Used instead of the token when set. */
  readonly tokenFile: string | null;
}

export interface KeyringConfig {
  /** null: in files. */
  readonly transit: TransitConfig | null;
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
    KEYRING: {
      schema: oneOf(['files', 'transit']),
      fallback: 'files',
      meaning:
        'Where the key-encryption keys are: `files` in KEYRING_DIR, or `transit`, the engine of that name in OpenBao or Vault at VAULT_ADDR.',
      remedy: 'Use files or transit',
    },
    VAULT_ADDR: {
      schema: url(['http:', 'https:']),
      fallback: null,
      meaning:
        'Address of OpenBao or Vault; needed with KEYRING=transit. Own certificate authorities: NODE_EXTRA_CA_CERTS.',
      remedy: 'Name the server, e.g. https://openbao.example:8200',
    },
    VAULT_TOKEN: {
      schema: secretText(),
      fallback: null,
      meaning: 'Token for it, with the policy shared/vault/openbao-policy.hcl; never printed.',
      remedy: 'Set a token, or VAULT_TOKEN_FILE',
    },
    VAULT_TOKEN_FILE: {
      schema: text(),
      fallback: null,
      meaning: 'File with the token, read anew at each call, as an agent keeps it fresh; used instead of VAULT_TOKEN.',
      remedy: 'Name a file that only the services can read',
    },
    VAULT_NAMESPACE: {
      schema: text(),
      fallback: null,
      meaning: 'Namespace of the mount; unset: the root namespace.',
      remedy: 'Name the namespace, or leave it out',
    },
    KEYRING_MOUNT: {
      schema: textLike(/^[\w-]+(\/[\w-]+)*$/, 'must be a path of letters, digits, _ and -'),
      fallback: 'transit',
      meaning: 'Path at which the transit engine is mounted.',
      remedy: 'Give the path without slashes at its ends',
    },
    KEYRING_NAME: {
      schema: textLike(/^[a-z][a-z0-9_]{0,40}$/, 'must be small letters, digits and _, a letter first'),
      fallback: 'fulfilment',
      meaning: 'First part of the names of all keys in the transit engine; brokers that share one each have their own.',
      remedy: 'Choose a plain name',
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
  compile: (values): Compiled<KeyringConfig> => {
    const { VAULT_ADDR: address, VAULT_TOKEN: token, VAULT_TOKEN_FILE: tokenFile } = values;
    const isTransit = values.KEYRING === 'transit';
    const needed = { problem: 'is needed when KEYRING is transit', remedy: 'Set it' };
    if (isTransit && address === undefined) return { violations: [{ variable: 'VAULT_ADDR', ...needed }] };
    if (isTransit && token === undefined && tokenFile === undefined)
      return { violations: [{ variable: 'VAULT_TOKEN', ...needed, remedy: 'Set it, or VAULT_TOKEN_FILE' }] };
    const config = {
      directory: values.KEYRING_DIR ?? join(values.STACK_DIR, 'keyring'),
      rotateEveryMs: values.KEY_ROTATION_EVERY_MS,
      ingressGraceMs: values.INGRESS_KEY_GRACE_MS,
    };
    if (!isTransit || address === undefined) return { config: { ...config, transit: null } };
    const transit = {
      address: address.replace(/\/+$/, ''),
      mount: values.KEYRING_MOUNT,
      name: values.KEYRING_NAME,
      namespace: values.VAULT_NAMESPACE ?? null,
      token: token ?? null,
      tokenFile: tokenFile ?? null,
    };
    return { config: { ...config, transit } };
  },
});
