// Reads the policy file of the repository; the compiled program lies elsewhere than the file, so the root is looked for upwards.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPolicy } from './load-policy.js';
import type { Policy } from './policy.js';

/** Folder of package.json above this file. @throws TypeError when there is none */
export function repositoryRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new TypeError('no package.json above the program');
    folder = above;
  }
  return folder;
}

/** A file of this module as text. @param name for example `policy.yaml` */
export function readPolicyText(name = 'policy.yaml'): string {
  return readFileSync(path.join(repositoryRoot(), 'shared', 'policy', name), 'utf8');
}

/** The policy that comes with the program. @throws FulfilmentError POLICY_INVALID */
export function readPolicyFile(): Policy {
  return loadPolicy(readPolicyText());
}
