// The MongoDB sink of Kafka Connect, set up as our page tells its owner to: it ends with exactly the live rows. With the usual mistakes it does
// not delete, and the kit finds that out. One Kafka Connect holds all three, since each start of it costs what the rest of the test does.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { KitTopic } from '#shared/conformance/kit-topic';
import { isConforming } from '#shared/conformance/run-kit';
import { createRandom } from '#shared/sample/seeded-random';
import { eventually } from '#test/support/eventually';
import { startMongoSinks, type TestSinks } from '#test/support/kafka-connect';
import { judge, type KitBench, openKitBench, shown } from '#test/support/kit-bench';
import { stackEnv } from '#test/support/stack';

jest.setTimeout(600_000);

const KEYS = 60;
/** What is never deleted is waited for in vain, case by case. */
const IN_VAIN_MS = 4_000;
const forgotten = (settings: string): string =>
  settings.replace('delete.on.null.values=true', 'delete.on.null.values=false');
const silent = (settings: string): string =>
  forgotten(settings).replace('errors.tolerance=none', 'errors.tolerance=all');
const MISTAKES = { parcels: (settings: string) => settings, forgotten, silent } as const;
type Name = keyof typeof MISTAKES;

let bench: KitBench;
let sinks: TestSinks;
let marked: Readonly<Record<Name, KitTopic>>;

beforeAll(async () => {
  bench = openKitBench('kafka-connect');
  const names = Object.keys(MISTAKES) as Name[];
  const opened = await Promise.all(names.map((name) => bench.openTopic(name)));
  marked = Object.fromEntries(opened.map((topic, place) => [names[place], topic])) as typeof marked;
  const { variables } = stackEnv();
  sinks = await startMongoSinks(
    variables,
    bench.databaseName,
    opened.map(({ name: topic }, place) => {
      const name = names[place] as Name;
      return { topic, group: `${bench.groupPrefix}${name}`, collection: name, mistaken: MISTAKES[name] };
    }),
  );
});

afterAll(async () => {
  await sinks?.stop();
  for (const topic of Object.values(marked ?? {})) await topic.close();
  await bench?.close();
});

const judged = (name: Name, more: { readonly patienceMs: number; readonly restart?: () => Promise<void> }) =>
  judge({ marked: marked[name], address: bench.mongoAddress, within: name, ...more });

test('with delete.on.null.values=false the kit fails it: it stops at the first delete', async () => {
  const results = await judged('forgotten', { patienceMs: IN_VAIN_MS });
  expect(isConforming(results)).toBe(false);
  expect(shown(results)).toMatch(/FAIL a value that is there is deleted/);
});

test('with errors.tolerance=all on top it never deletes and says nothing; the kit fails it all the same', async () => {
  const results = await judged('silent', { patienceMs: IN_VAIN_MS });
  expect(shown(results)).toMatch(/FAIL a value that is there is deleted\s+the value is still there/);
});

test('with the settings of our page it passes the kit and ends with exactly the live rows', async () => {
  const results = await judged('parcels', { patienceMs: 60_000, restart: sinks.restart });
  expect(shown(results)).not.toMatch(/FAIL|skip/);

  const random = createRandom('kafka-connect');
  const live = new Map<string, number>();
  for (let step = 1; step <= KEYS * 6; step++) {
    const number = random.below(KEYS);
    const key = `row-${number}`;
    const revision = random.below(3) === 0 ? null : step;
    await marked.parcels.send(number, [{ key, revision }]);
    if (revision === null) live.delete(key);
    else live.set(key, revision);
  }
  // One key per partition comes last: once both are there, all before them was worked off.
  for (const lane of [0, 1]) await marked.parcels.send(lane, [{ key: `end-${lane}`, revision: 1 }]);
  const rows = bench.mongo.db(bench.databaseName).collection<{ _id: string }>('parcels');
  await eventually(
    'the last rows',
    async () => (await rows.countDocuments({ _id: /^end-/ })) === 2 || undefined,
    60_000,
  );
  const there = await rows.find({ _id: /^row-/ }).toArray();
  expect(there.map(({ _id }) => _id).sort()).toEqual([...live.keys()].sort());
  for (const row of there) expect(JSON.stringify(row)).toMatch(new RegExp(`${row._id}\\D+${live.get(row._id)}\\b`));
});
