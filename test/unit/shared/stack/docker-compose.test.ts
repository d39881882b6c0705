// docker-compose.yml repeats what versions.ts and kafka-properties.ts say; here the repetition is kept true.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { dockerSettings } from '#shared/stack/docker-settings';
import { kafkaProperties } from '#shared/stack/kafka-properties';
import { newRunState } from '#shared/stack/run-state';
import { serverCommand } from '#shared/stack/servers';
import { repositoryRoot, stackPaths } from '#shared/stack/stack-paths';
import { IMAGES } from '#shared/stack/versions';

interface ComposeFile {
  readonly services: Readonly<
    Record<string, { readonly image: string; readonly command?: readonly string[]; readonly ports: readonly string[] }>
  >;
  readonly configs: { readonly 'kafka-properties': { readonly content: string } };
}

const text = readFileSync(join(repositoryRoot(), 'docker-compose.yml'), 'utf8');
const state = newRunState('docker', 'default', { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 });
const settings = dockerSettings(state);
const compose = parse(text) as ComposeFile;

/** As compose does: ${NAME} and ${NAME:?message}. */
function interpolate(content: string): string {
  return content.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, name: string) => settings[name] ?? `(${name} is not set)`);
}

describe('docker-compose.yml', () => {
  test('runs the pinned versions', () => {
    const images = Object.fromEntries(Object.entries(compose.services).map(([name, { image }]) => [name, image]));
    expect(images).toEqual(IMAGES);
  });

  test('gives the broker exactly the settings of the local one but for where it listens and keeps its data', () => {
    const lines = interpolate(compose.configs['kafka-properties'].content).trim().split('\n');
    const inContainer = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(inContainer).toEqual(
      kafkaProperties({ ...state, dataFolder: '/var/lib/kafka/data/stack', listenOn: '0.0.0.0' }),
    );
  });

  test('gives mongod the settings of the local one', () => {
    const { args } = serverCommand('mongod', {
      paths: stackPaths('/stack', '/cache'),
      ports: state.ports,
      profile: 'default',
    });
    const settingsOf = (words: readonly string[]): readonly string[] =>
      words
        .join(' ')
        .replaceAll('--setParameter ', '--setParameter=')
        .split(' ')
        .filter((word) => word.startsWith('--setParameter'));
    expect(settingsOf(compose.services['mongod']?.command ?? [])).toEqual(settingsOf(args));
  });

  test('asks only for variables that we write, so that compose never falls back to an empty password', () => {
    const wanted = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    expect(new Set(wanted)).toEqual(new Set(Object.keys(settings)));
    for (const [use] of text.matchAll(/\$\{[^}]*\}/g)) expect(use).toMatch(/:\?/);
  });

  test('publishes on this machine only', () => {
    for (const { ports } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});
