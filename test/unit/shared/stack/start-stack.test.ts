// With an external stack nothing is started, stopped or asked; what is missing is said before anything else happens.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuseOtherMachines } from '#shared/stack/local-stack';
import { startStack } from '#shared/stack/start-stack';

const EXTERNAL = {
  KAFKA_BROKERS: 'kafka.example:9092',
  KAFKA_USERNAME: 'us',
  SCHEMA_REGISTRY_URL: 'http://registry.example/apis/ccompat/v7',
  MONGODB_URI: 'mongodb://mongo.example/?replicaSet=rs0',
};

let stackDir: string;
beforeEach(async () => {
  stackDir = await mkdtemp(join(tmpdir(), 'start-stack-'));
});
afterEach(async () => await rm(stackDir, { recursive: true, force: true }));

describe('an external stack', () => {
  test('is handed on as it is, and nothing is run or written', async () => {
    const run = () => Promise.reject(new Error('nothing may be run'));
    const handle = await startStack({ stackDir, environment: { ...EXTERNAL, PATH: '/bin' }, run });
    expect(handle).toMatchObject({ mode: 'external', reused: true, dataDir: undefined, env: EXTERNAL });
    expect(Object.keys(handle.env).toSorted()).toEqual(Object.keys(EXTERNAL).toSorted());
    await handle.stop({ purge: true });
    await expect(handle.killKafka()).rejects.toThrow(/not ours/);
    expect(await readdir(stackDir)).toEqual([]);
  });

  test('that is not complete is refused with every missing address, for half of it ours would mix two worlds', async () => {
    const environment = { KAFKA_BROKERS: 'kafka.example:9092' };
    await expect(startStack({ stackDir, environment })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      violations: [{ variable: 'SCHEMA_REGISTRY_URL' }, { variable: 'MONGODB_URI' }],
    });
  });
});

describe('settings that are not valid', () => {
  test('are all named at once', async () => {
    const environment = { STACK: 'podman', STACK_PORT: '80', STACK_PROFILE: 'fast' };
    await expect(startStack({ stackDir, environment })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      violations: [{ variable: 'STACK' }, { variable: 'STACK_PORT' }, { variable: 'STACK_PROFILE' }],
    });
  });
});

describe('another kind of machine', () => {
  test.each([
    ['darwin', 'arm64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
  ])('%s on %s gets no local stack, and hears what it can use instead', (platform, arch) => {
    expect(() => refuseOtherMachines(platform, arch)).toThrow(/STACK=docker.*KAFKA_BROKERS/);
  });
});
