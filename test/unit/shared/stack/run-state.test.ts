// What a stack remembers holds its passwords: only its owner may read it, and it is never half written.
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newRunState, readRunState, writeRunState } from '#shared/stack/run-state';
import { stackEnvironment } from '#shared/stack/stack-environment';

const ports = { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-state-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

describe('the state of a stack', () => {
  test('is read back as it was written, by its owner only, with nothing left beside it', async () => {
    const file = join(folder, 'run.json');
    const state = { ...newRunState('local', 'default', ports), processes: { kafka: { pid: 7, startTicks: 99 } } };
    await writeRunState(file, { ...state, up: true });
    await writeRunState(file, state);
    expect(await readRunState(file)).toEqual(state);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  test('that is not there is no stack; one that can not be understood throws, for its servers may run', async () => {
    const file = join(folder, 'run.json');
    expect(await readRunState(file)).toBeUndefined();
    await writeFile(file, '{"mode":"local"');
    await expect(readRunState(file)).rejects.toMatchObject({ name: 'SyntaxError' });
    await writeFile(file, '{"mode":"local"}');
    await expect(readRunState(file)).rejects.toMatchObject({ name: 'ZodError' });
  });

  test('is new for every stack: no password is shared between stacks or between users', () => {
    const states = [newRunState('local', 'default', ports), newRunState('local', 'default', ports)];
    const passwords = states.flatMap(({ credentials: { carriers, ...others } }) => [
      ...Object.values(others),
      ...Object.values(carriers),
    ]);
    expect(passwords).toHaveLength(10);
    expect(new Set(passwords).size).toBe(10);
    for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{32}$/);
  });

  test('has cluster ids that no tool takes for an option', () => {
    const ids = Array.from({ length: 500 }, () => newRunState('local', 'default', ports).clusterId);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  });
});

describe('the settings of a stack', () => {
  test('are the variables that services, publishers and carriers read, and only the services get theirs as KAFKA_…', () => {
    const state = newRunState('local', 'default', ports);
    const { carriers, services, orderService } = state.credentials;
    const expected = {
      KAFKA_BROKERS: '127.0.0.1:21000',
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_MECHANISM: 'PLAIN',
      KAFKA_USERNAME: 'broker-services',
      KAFKA_PASSWORD: services,
      SCHEMA_REGISTRY_URL: 'http://127.0.0.1:21001/apis/ccompat/v7',
      MONGODB_URI: 'mongodb://127.0.0.1:21002/?replicaSet=rs0',
      ORDER_SERVICE_USERNAME: 'order-service',
      ORDER_SERVICE_PASSWORD: orderService,
      CARRIER_SASL_MECHANISM: 'SCRAM-SHA-256',
      CARRIER_SWIFTPOST_USERNAME: 'carrier-swiftpost',
      CARRIER_SWIFTPOST_PASSWORD: carriers['swiftpost'],
      CARRIER_PARCELWAY_USERNAME: 'carrier-parcelway',
      CARRIER_PARCELWAY_PASSWORD: carriers['parcelway'],
      STACK_DIR: folder,
    };
    expect(stackEnvironment(state, folder)).toEqual(expected);
  });

  test('name a carrier with dashes by a variable that shells accept', () => {
    const state = newRunState('local', 'default', ports);
    const carriers = { 'far-east-post': 'secret' };
    const env = stackEnvironment({ ...state, credentials: { ...state.credentials, carriers } }, folder);
    expect(env['CARRIER_FAR_EAST_POST_USERNAME']).toBe('carrier-far-east-post');
  });
});
