// A stack of its own through its whole life: up, up again, crashed, repaired, moved, looked at, down. Uses the downloads of the run's stack.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { MongoClient } from 'mongodb';
import { builtProgram } from '#test/support/built-program';
import { addCarrierCredential } from '#shared/stack/carrier-credential';
import { isFree } from '#shared/stack/ports';
import { type RunCommand, runCommand } from '#shared/stack/run-command';
import { readRunState, type RunState } from '#shared/stack/run-state';
import { stackHealth } from '#shared/stack/stack-health';
import { repositoryRoot, stackPaths } from '#shared/stack/stack-paths';
import { type StackHandle, type StartStackOptions, startStack } from '#shared/stack/start-stack';

// Servers start and stop many times here, on machines that may be busy with others.
jest.setTimeout(180_000);

const NO_DOCKER: RunCommand = (program, args, options) =>
  program === 'docker'
    ? Promise.resolve({ exitCode: null, missing: true, output: '' })
    : runCommand(program, args, options);

let stackDir: string;
let handle: StackHandle;
beforeAll(async () => {
  stackDir = await mkdtemp(join(tmpdir(), 'stack-life-'));
});
afterAll(async () => {
  await handle.stop({ purge: true });
  await rm(stackDir, { recursive: true, force: true });
});

/** Where this run's stack has its downloads from; by itself a stack finds those of the repository. */
const { STACK_CACHE } = process.env;
const CACHE = STACK_CACHE === undefined ? {} : { cache: STACK_CACHE };

/** As in a shell where nothing is configured. */
function start(options: StartStackOptions = {}): Promise<StackHandle> {
  return startStack({ stackDir, ...CACHE, environment: {}, run: NO_DOCKER, ...options });
}

function fail(why: string): never {
  throw new Error(why);
}

async function remembered(): Promise<RunState> {
  const state = await readRunState(join(stackDir, 'run.json'));
  if (state === undefined) throw new Error('the stack remembers nothing');
  return state;
}

async function kafkaTopics({ env }: StackHandle, login?: { username: string; password: string }): Promise<string[]> {
  const sasl = login
    ? { mechanism: 'scram-sha-256' as const, ...login }
    : { mechanism: 'plain' as const, username: env['KAFKA_USERNAME'] ?? '', password: env['KAFKA_PASSWORD'] ?? '' };
  const kafka = new Kafka({
    brokers: [env['KAFKA_BROKERS'] ?? ''],
    sasl,
    logLevel: logLevel.NOTHING,
    retry: { retries: 2 },
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    if (login === undefined) await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

async function withMongo<T>({ env }: StackHandle, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await new MongoClient(env['MONGODB_URI'] ?? '', { serverSelectionTimeoutMS: 10_000 }).connect();
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

// One after another: each test goes on where the one before it ended.
describe('a local stack', () => {
  test('comes up once when two ask for it at the same time', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.reused).toBe(!two.reused);
    expect(one.env).toEqual(two.env);
    handle = one.reused ? two : one;
    expect(await stackHealth(await remembered())).toEqual({ kafka: 'up', registry: 'up', mongod: 'up' });
    expect(await kafkaTopics(handle)).toEqual(['kept']);
    await withMongo(handle, async (client) => void (await client.db('kept').collection('c').insertOne({ kept: true })));
  });

  test('keeps its state, settings and data where only its owner can read them', async () => {
    for (const name of ['run.json', 'conf/kafka.properties']) {
      expect((await stat(join(stackDir, name))).mode & 0o077).toBe(0);
    }
    expect((await stat(join(stackDir, 'data'))).mode & 0o077).toBe(0);
    const commands = await Promise.all(
      Object.values((await remembered()).processes).map((id) => readFile(`/proc/${id?.pid}/cmdline`, 'utf8')),
    );
    const { credentials } = await remembered();
    for (const password of [credentials.services, credentials.broker, ...Object.values(credentials.carriers)]) {
      expect(commands.join()).not.toContain(password);
    }
  });

  test('that another process started is used as it is, and not stopped by the one that found it', async () => {
    const found = await start();
    expect(found.reused).toBe(true);
    await found.stop({ purge: true });
    expect((await stackHealth(await remembered())).kafka).toBe('up');
  });

  test('is recognised by someone who took over its settings', async () => {
    const found = await start({ environment: { ...handle.env } });
    expect(found).toMatchObject({ mode: 'local', reused: true, dataDir: join(stackDir, 'data') });
  });

  test('says no to another profile while it runs, instead of quietly measuring the wrong one', async () => {
    await expect(start({ profile: 'bench' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      violations: [{ variable: 'STACK_PROFILE' }],
    });
  });

  test('survives a crash of Kafka: what was written is there after the restart, on the same port', async () => {
    await handle.killKafka();
    expect((await stackHealth(await remembered())).kafka).toBe('down');
    await handle.restartKafka();
    expect(await kafkaTopics(handle)).toContain('kept');
  });

  test('that is half gone is repaired: only what is missing is started', async () => {
    const before = await remembered();
    await handle.kill('registry');
    const repaired = await start();
    expect(repaired.reused).toBe(false);
    const after = await remembered();
    expect(after.processes.registry?.pid).not.toBe(before.processes.registry?.pid);
    expect(after.processes.mongod).toEqual(before.processes.mongod);
    expect(await stackHealth(after)).toEqual({ kafka: 'up', registry: 'up', mongod: 'up' });
  });

  test('replaces a server that hangs: alive, but without an answer', async () => {
    const before = await remembered();
    const hung = before.processes.mongod?.pid ?? fail('mongod does not run');
    process.kill(hung, 'SIGSTOP');
    expect((await stackHealth(before)).mongod).toBe('silent');
    // It is older than a start may take here, so it is not waited for as one that was just started would be.
    expect((await start({ patienceMs: 30_000 })).reused).toBe(false);
    const after = await remembered();
    expect(after.processes.mongod?.pid).not.toBe(hung);
    expect(await stackHealth(after)).toEqual({ kafka: 'up', registry: 'up', mongod: 'up' });
  });

  test('lets a new carrier in, and prints its login with the others', async () => {
    const credential = await addCarrierCredential('far-post', stackPaths(stackDir, STACK_CACHE), runCommand);
    expect(await kafkaTopics(handle, credential)).toEqual([]);
    const { env } = await start();
    expect(env['CARRIER_FAR_POST_PASSWORD']).toBe(credential.password);
  });

  test('goes down as a whole, and keeps data and passwords for the next time, even on other ports', async () => {
    const before = await remembered();
    await handle.stop();
    for (const port of Object.values(before.ports)) expect(await isFree(port)).toBe(true);
    expect(await stackHealth(await remembered())).toEqual({ kafka: 'down', registry: 'down', mongod: 'down' });

    const moved = before.ports.kafka > 25_000 ? before.ports.kafka - 40 : before.ports.kafka + 40;
    handle = await start({ port: moved });
    expect(handle.env['KAFKA_BROKERS']).toBe(`127.0.0.1:${moved}`);
    expect(handle.env['KAFKA_PASSWORD']).toBe(before.credentials.services);
    expect(await kafkaTopics(handle)).toContain('kept');
    // MongoDB's replica set remembers the address of its member: it must have followed.
    expect(await withMongo(handle, async (client) => await client.db('kept').collection('c').countDocuments())).toBe(1);
  });

  test('purged leaves nothing of its data, its passwords or its logs', async () => {
    await handle.stop({ purge: true });
    expect((await readdir(stackDir)).filter((name) => name !== 'components')).toEqual([]);
  });
});

describe('a stack whose owner is killed', () => {
  test('ends with it', async () => {
    const cli = builtProgram('shared/stack/cli.ts');
    const env = { PATH: process.env['PATH'], STACK: 'local', STACK_DIR: stackDir, STACK_CACHE };
    const owner = spawn(process.execPath, [...cli, 'run'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd: repositoryRoot(),
    });
    await new Promise((done) => owner.stdout.once('data', done));
    const { ports } = await remembered();
    expect(await isFree(ports.kafka)).toBe(false);
    owner.kill('SIGKILL');
    const gone = { kafka: 'down', registry: 'down', mongod: 'down' };
    const deadline = performance.now() + 20_000;
    // A port is given back some time before its process has ended.
    while (!isDeepStrictEqual(await stackHealth(await remembered()), gone) && performance.now() < deadline)
      await sleep(100);
    expect(await stackHealth(await remembered())).toEqual(gone);
    expect(await Promise.all(Object.values(ports).map((port) => isFree(port)))).toEqual([true, true, true, true]);
  });
});

describe('Docker that can not be used', () => {
  test('gives a local stack instead, and says why', async () => {
    const notes: string[] = [];
    const unpullable: RunCommand = (program, args, options) =>
      program === 'docker'
        ? Promise.resolve({ exitCode: args.includes('pull') ? 1 : 0, missing: false, output: '' })
        : runCommand(program, args, options);
    const onProgress: StartStackOptions['onProgress'] = (event) =>
      void (event.kind === 'note' && notes.push(event.text));
    handle = await start({ mode: 'docker', run: unpullable, onProgress });
    expect(handle.mode).toBe('local');
    expect(notes).toEqual([expect.stringMatching(/images can not be pulled.*local processes/)]);
  });
});
