// For whoever changes versions.ts: fetches the components anew and writes down the hashes of what came, to be reviewed and committed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileHashes, hashesOf } from './checksums.js';
import type { Component } from './component.js';
import { COMPONENT_LIST } from './components.js';
import { EXTRA_COMPONENTS } from './extra-components.js';
import { fetchComponents } from './fetch-components.js';
import type { RunCommand } from './run-command.js';
import type { ComponentName } from './server-name.js';
import { repositoryRoot } from './stack-paths.js';
import type { OnProgress } from './stack-progress.js';

/**
 * @param folder an empty folder for the download; the caller removes it
 * @returns the file that was written
 */
export async function pinChecksums(folder: string, run: RunCommand, onProgress: OnProgress): Promise<string> {
  const hashes: Partial<Record<ComponentName, FileHashes>> = {};
  const all = [...COMPONENT_LIST, ...EXTRA_COMPONENTS];
  const noting = all.map(
    (component): Component => ({
      ...component,
      download: async (stage) => {
        await component.download(stage);
        hashes[component.name] = await hashesOf(stage.download);
      },
    }),
  );
  // The same object is filled by the downloads and then read by the check, which so compares each file with itself.
  await fetchComponents({ folder, components: noting, onProgress, run, hashes });
  const file = join(repositoryRoot(), 'shared', 'stack', 'checksums.json');
  const sorted = Object.fromEntries(all.map(({ name }) => [name, hashes[name] ?? {}]));
  await writeFile(file, `${JSON.stringify(sorted, null, 2)}\n`);
  return file;
}
