// The kit on a real Kafka against real stores: the mirror and an ordinary Python consumer pass, one that skips nulls does not.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RegistryConfig } from '#shared/config/registry';
import { renderVerdict } from '#shared/conformance/render-kit';
import { isConforming } from '#shared/conformance/run-kit';
import { followTopic } from '#shared/mirror/follow-topic';
import type { MirrorStore } from '#shared/mirror/mirror-store';
import { createMongoMirrorStore } from '#shared/mirror/mongo-mirror-store';
import { createPostgresMirrorStore } from '#shared/mirror/postgres-mirror-store';
import { createSecret } from '#shared/config/secret';
import { judge, type KitBench, openKitBench, shown } from '#test/support/kit-bench';
import { guardRegistry } from '#test/support/registry-with-password';
import { runProgram } from '#test/support/run-program';
import { postgresBinaries, startPostgres } from '#test/support/postgres';
import { stackEnv } from '#test/support/stack';
import { preparePython } from '#test/support/third-party/python-client';

jest.setTimeout(300_000);

const { registryUrl, variables, services, brokers } = stackEnv();
let bench: KitBench;

beforeAll(() => {
  bench = openKitBench('conformance');
});

afterAll(() => bench.close());

async function judgeMirror(
  name: string,
  store: MirrorStore,
  address: string,
  registry: RegistryConfig = { url: registryUrl, login: null },
) {
  const marked = await bench.openTopic(name, registry);
  const environment = { ...variables, ...settingsOf(registry), LOG_LEVEL: 'silent' };
  const start = () => followTopic({ topic: marked.name, store, random: Math.random, environment });
  let mirror = start();
  try {
    const restart = async () => {
      await mirror.stop();
      mirror = start();
    };
    return await judge({ marked, address, within: 'mirrored', restart });
  } finally {
    await mirror.stop();
    await marked.close();
  }
}

function settingsOf({ url, login }: RegistryConfig): Record<string, string> {
  const where = { SCHEMA_REGISTRY_URL: url };
  if (login === null) return where;
  return { ...where, SCHEMA_REGISTRY_USERNAME: login.username, SCHEMA_REGISTRY_PASSWORD: login.password.reveal() };
}

describe('a registry that asks for a password', () => {
  test('lets in the mirror and the command, which say who they are, and nobody else', async () => {
    const guarded = await guardRegistry(registryUrl, 'kit', 'its:password');
    try {
      const registry = { url: guarded.url, login: { username: 'kit', password: createSecret('its:password') } };
      const store = await createMongoMirrorStore(bench.mongo.db(bench.databaseName), 'mirrored');
      const results = await judgeMirror('guarded', store, bench.mongoAddress, registry);
      expect(shown(results)).not.toMatch(/FAIL|skip/);

      const args = ['--topic', `${bench.topicPrefix}command`, '--probe', bench.mongoAddress, '--in', 'none'];
      const run = (settings: Record<string, string>) =>
        runProgram('shared/conformance/cli.ts', [...args, '--patience', '1'], { ...variables, ...settings });
      // Nothing follows this topic: the command found that out, so it was let in.
      expect(await run(settingsOf(registry))).toMatchObject({ code: 1 });
      expect(await run({ SCHEMA_REGISTRY_URL: guarded.url })).toMatchObject({ code: 2 });
    } finally {
      await guarded.close();
    }
  });
});

describe('the mirror passes', () => {
  test('into MongoDB, restart included', async () => {
    const store = await createMongoMirrorStore(bench.mongo.db(bench.databaseName), 'mirrored');
    const results = await judgeMirror('mongo', store, bench.mongoAddress);
    expect(shown(results)).not.toMatch(/FAIL|skip/);
    expect(results).toHaveLength(11);
  });

  const binaries = postgresBinaries();
  const inPostgres = binaries === null ? describe.skip : describe;
  inPostgres('and', () => {
    test('into PostgreSQL, restart included', async () => {
      const postgres = await startPostgres(binaries ?? '');
      try {
        const store = await createPostgresMirrorStore(postgres.pool, 'mirrored');
        const results = await judgeMirror('postgres', store, postgres.uri);
        expect(shown(results)).not.toMatch(/FAIL|skip/);
      } finally {
        await postgres.stop();
      }
    });
  });
});

const python = preparePython();
const withPython = python.kind === 'ready' && services !== undefined ? describe : describe.skip;

withPython('a Python consumer', () => {
  async function judgePython(skipsNulls: boolean) {
    if (python.kind === 'missing' || services === undefined) throw new Error('no Python');
    const marked = await bench.openTopic(skipsNulls ? 'python-skipping' : 'python');
    const login = { brokers, registryUrl, ...services };
    const store = await python.client.startStore({
      login,
      topic: marked.name,
      groupId: `${bench.groupPrefix}${String(skipsNulls)}`,
      skipsNulls,
    });
    try {
      // What is never deleted is waited for in vain, case by case.
      return await judge({ marked, address: store.url, patienceMs: skipsNulls ? 4_000 : 20_000 });
    } finally {
      await store.stop();
      await marked.close();
    }
  }

  test('that takes a null for a delete passes', async () => {
    expect(shown(await judgePython(false))).not.toContain('FAIL');
  });

  test('that skips nulls fails, and is told what a null is', async () => {
    const results = await judgePython(true);
    expect(isConforming(results)).toBe(false);
    expect(shown(results)).toMatch(
      /FAIL a value that is there is deleted\s+the value is still there: the store ignores deletes/,
    );
    expect(renderVerdict(results)).toContain('a null value is a delete');
  });
});
