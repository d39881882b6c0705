// Where the schema registry is, and how to log in there.
import { type Compiled, defineBlock } from './block.js';
import type { Secret } from './secret.js';
import { secretText, text, url } from './text-schemas.js';

export interface RegistryConfig {
  /** Base address of the Confluent-compatible API, without a slash at the end. */
  readonly url: string;
  /** Basic authentication; null: none. */
  readonly login: null | { readonly username: string; readonly password: Secret };
}

export const REGISTRY = defineBlock({
  name: 'registry',
  variables: {
    SCHEMA_REGISTRY_URL: {
      schema: url(['http:', 'https:']),
      meaning: 'Base address of the Confluent-compatible API (Apicurio: ends in `/apis/ccompat/v7`).',
      remedy: 'Name your registry, or start the local stack: `npm run stack -- up`',
    },
    SCHEMA_REGISTRY_USERNAME: {
      schema: text(),
      fallback: null,
      meaning:
        'User of the registry (basic authentication; the first part of `basic.auth.user.info` of other clients); unset: none.',
      remedy: 'Set the user that the registry knows, or unset it',
    },
    SCHEMA_REGISTRY_PASSWORD: {
      schema: secretText(),
      fallback: null,
      meaning: 'Password of that user, or the secret of its API key; never printed.',
      remedy: 'Set the password of SCHEMA_REGISTRY_USERNAME',
    },
  },
  compile: (values): Compiled<RegistryConfig> => {
    const { SCHEMA_REGISTRY_USERNAME: username, SCHEMA_REGISTRY_PASSWORD: password } = values;
    const where = { url: values.SCHEMA_REGISTRY_URL.replace(/\/+$/, '') };
    if (username === undefined && password === undefined) return { config: { ...where, login: null } };
    if (username !== undefined && password !== undefined)
      return { config: { ...where, login: { username, password } } };
    const variable = username === undefined ? 'SCHEMA_REGISTRY_USERNAME' : 'SCHEMA_REGISTRY_PASSWORD';
    return { violations: [{ variable, problem: 'is needed beside the other one', remedy: 'Set both, or none' }] };
  },
});
