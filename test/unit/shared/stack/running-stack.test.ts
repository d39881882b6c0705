// A command finds the stack that is up on this machine, and never puts its own finding over what a person has set.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newRunState, writeRunState } from '#shared/stack/run-state';
import { runningStackSettings } from '#shared/stack/running-stack';
import { stackPaths } from '#shared/stack/stack-paths';

const ports = { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'running-stack-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function remember(up: boolean): Promise<void> {
  await writeRunState(stackPaths(folder).runFile, { ...newRunState('local', 'default', ports), up });
}

describe('the settings of the stack that is up', () => {
  test('are those that the stack would print', async () => {
    await remember(true);
    expect(await runningStackSettings({ STACK_DIR: folder })).toMatchObject({
      KAFKA_BROKERS: '127.0.0.1:21000',
      SCHEMA_REGISTRY_URL: 'http://127.0.0.1:21001/apis/ccompat/v7',
      STACK_DIR: folder,
    });
  });

  test('are none when it was taken down, and none when there never was one', async () => {
    expect(await runningStackSettings({ STACK_DIR: folder })).toEqual({});
    await remember(false);
    expect(await runningStackSettings({ STACK_DIR: folder })).toEqual({});
  });

  test('are none when a person names a broker', async () => {
    await remember(true);
    expect(await runningStackSettings({ STACK_DIR: folder, KAFKA_BROKERS: 'kafka.shop.example:9093' })).toEqual({});
  });
});
