// Fetching survives every interruption, repeats nothing that is finished, and runs nothing that was not reviewed.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pinnedHashes } from '#shared/stack/checksums';
import type { Component } from '#shared/stack/component';
import { COMPONENT_LIST } from '#shared/stack/components';
import { EXTRA_COMPONENTS } from '#shared/stack/extra-components';
import { fetchComponents } from '#shared/stack/fetch-components';
import type { RunCommand } from '#shared/stack/run-command';
import type { StackProgress } from '#shared/stack/stack-progress';
import { VERSIONS } from '#shared/stack/versions';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const HASHES = { java: { 'java.whl': sha256('java') }, kafka: { 'a.jar': sha256('a'), 'b.jar': sha256('b') } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

/** Finds every tool and runs nothing else. */
const everything: RunCommand = () => Promise.resolve({ exitCode: 0, missing: false, output: '' });
const without =
  (...tools: string[]): RunCommand =>
  (_, args) =>
    Promise.resolve({ exitCode: tools.includes(args.at(-1) ?? '') ? 1 : 0, missing: false, output: '' });

interface Fake extends Component {
  downloads: number;
}

function fake(name: 'java' | 'kafka', files: Readonly<Record<string, string>>, changes: Partial<Component> = {}): Fake {
  const component: Fake = {
    downloads: 0,
    name,
    folder: `${name}-1`,
    tools: [name === 'java' ? 'pip' : 'mvn'],
    download: async (stage) => {
      component.downloads++;
      for (const [file, text] of Object.entries(files)) await writeFile(join(stage.download, file), text);
    },
    unpack: async (stage) => {
      for (const file of await readdir(stage.download)) {
        await writeFile(join(stage.content, file), await readFile(join(stage.download, file)));
      }
    },
    ...changes,
  };
  return component;
}

function fetchAll(components: readonly Component[], run = everything, events: StackProgress[] = []): Promise<void> {
  return fetchComponents({ folder, components, run, hashes: HASHES, onProgress: (event) => events.push(event) });
}

describe('fetching the components', () => {
  test('puts each in its folder, tells its phases, and leaves nothing else behind', async () => {
    const events: StackProgress[] = [];
    await fetchAll(
      [fake('java', { 'java.whl': 'java' }), fake('kafka', { 'a.jar': 'a', 'b.jar': 'b' })],
      everything,
      events,
    );
    expect((await readdir(folder)).toSorted()).toEqual(['java-1', 'kafka-1']);
    expect(await readFile(join(folder, 'kafka-1', 'b.jar'), 'utf8')).toBe('b');
    const phases = events.flatMap((event) =>
      event.kind === 'fetch' && event.component === 'kafka' ? event.phase : [],
    );
    expect(phases).toEqual(['download', 'verify', 'unpack', 'done']);
  });

  test('never fetches a finished component again, and looks for no tool when all are there', async () => {
    const java = fake('java', { 'java.whl': 'java' });
    await fetchAll([java]);
    await fetchAll([java], without('pip', 'pip3'));
    expect(java.downloads).toBe(1);
  });

  test('keeps what was finished when a later one fails, and goes on from there', async () => {
    const java = fake('java', { 'java.whl': 'java' });
    const broken = fake('kafka', {}, { download: () => Promise.reject(new Error('cable pulled')) });
    await expect(fetchAll([java, broken])).rejects.toThrow('cable pulled');
    expect(existsSync(join(folder, 'kafka-1'))).toBe(false);
    await fetchAll([java, fake('kafka', { 'a.jar': 'a', 'b.jar': 'b' })]);
    expect(java.downloads).toBe(1);
    expect(await readdir(folder)).toEqual(['java-1', 'kafka-1']);
  });

  test('throws away the stage of a run that was killed, half a file included', async () => {
    const stage = join(folder, '.fetching-java-4242', 'content');
    await mkdir(stage, { recursive: true });
    await writeFile(join(stage, 'half'), 'x');
    await fetchAll([fake('java', { 'java.whl': 'java' })]);
    expect(await readdir(folder)).toEqual(['java-1']);
  });

  test('fetches once when two want it at the same time', async () => {
    const java = fake('java', { 'java.whl': 'java' });
    await Promise.all([fetchAll([java]), fetchAll([java])]);
    expect(java.downloads).toBe(1);
  });

  test.each([
    ['is different', { 'a.jar': 'a', 'b.jar': 'tampered' }, 'b.jar'],
    ['is missing', { 'a.jar': 'a' }, 'b.jar'],
    ['was not expected', { 'a.jar': 'a', 'b.jar': 'b', 'c.jar': 'c' }, 'c.jar'],
  ])('refuses by name a file that %s, and installs nothing of it', async (_, files, named) => {
    await expect(fetchAll([fake('kafka', files)])).rejects.toMatchObject({
      code: 'STACK_CHECKSUM_MISMATCH',
      details: { component: 'kafka', file: expect.stringContaining(named) },
    });
    expect(existsSync(join(folder, 'kafka-1'))).toBe(false);
  });

  test('names every missing tool at once and how to install it', async () => {
    const components = [fake('java', {}), fake('kafka', {})];
    await expect(fetchAll(components, without('pip', 'pip3', 'mvn'))).rejects.toMatchObject({
      code: 'STACK_TOOL_MISSING',
      message: expect.stringMatching(/missing=pip, mvn.*apt-get install python3-pip.*apt-get install maven/s),
    });
  });

  test('takes pip3 where there is no pip', async () => {
    let used = '';
    const java = fake(
      'java',
      { 'java.whl': 'java' },
      {
        unpack: (stage) => {
          used = stage.tool('pip');
          return Promise.resolve();
        },
      },
    );
    await fetchAll([java], without('pip'));
    expect(used).toBe('pip3');
  });

  test('tells what the failed program said and where its log is', async () => {
    const failing: RunCommand = (program) =>
      Promise.resolve(
        program === 'mvn'
          ? { exitCode: 1, missing: false, output: 'Scanning\n[ERROR] Could not resolve host\n[ERROR] Re-run\n' }
          : { exitCode: 0, missing: false, output: '' },
      );
    const kafka = fake('kafka', {}, { download: (stage) => stage.run('mvn', []) });
    await expect(fetchAll([kafka], failing)).rejects.toMatchObject({
      code: 'STACK_DOWNLOAD_FAILED',
      details: { component: 'kafka', says: '[ERROR] Could not resolve host', log: join(folder, 'fetch-kafka.log') },
    });
  });
});

describe('the pinned components', () => {
  test('have a committed hash each, of files that carry the pinned version', async () => {
    const hashes = await pinnedHashes();
    expect(Object.keys(hashes).toSorted()).toEqual(
      [...COMPONENT_LIST, ...EXTRA_COMPONENTS].map(({ name }) => name).toSorted(),
    );
    expect(Object.keys(hashes.connect ?? {})).toContain(`mongo-kafka-connect-${VERSIONS.mongoSink}-all.jar`);
    expect(Object.keys(hashes.openbao ?? {})).toEqual([expect.stringContaining(`-${VERSIONS.openbaoWheel}-`)]);
    expect(Object.keys(hashes.java ?? {})).toEqual([expect.stringContaining(`-${VERSIONS.java}-`)]);
    expect(Object.keys(hashes.mongod ?? {})).toEqual([expect.stringContaining(`-${VERSIONS.mongodWheel}-`)]);
    expect(Object.keys(hashes.registry ?? {})).toEqual([expect.stringContaining(`-${VERSIONS.registry}-`)]);
    expect(Object.keys(hashes.kafka ?? {})).toContain(`kafka_${VERSIONS.kafkaScala}-${VERSIONS.kafka}.jar`);
  });
});
