// A version of the policy that withdraws a field, published while shipments are live: nobody keeps it, even when the service is killed meanwhile.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { carrierTopics } from '#schemas/generated/topics';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import { eventually } from '#test/support/eventually';
import { publishPolicy } from '#test/support/publish-policy';
import { readLatest } from '#test/support/read-topic';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type WorldView } from '#test/support/world-view';
import { put } from '#test/unit/shared/policy/support/changed-policy';

const ORDERS = Number(process.env['NARROWING_ORDERS'] ?? 1_000);
const SETTLED_MS = 120_000;

jest.setTimeout(600_000);

type Carrier = 'swiftpost' | 'parcelway';
type Live = ReadonlyMap<string, IncomingRecord>;

const world = createTestWorld('narrowing');
let view: WorldView;
let intake: ServicesUnderTest;
let carriers: ServicesUnderTest;

beforeAll(async () => {
  view = await openWorldView(world);
  [intake, carriers] = await Promise.all([startServices(world, ['intake']), startServices(world, ['carriers'])]);
  const shop = await outsidersOf(world).startOrderService({
    orders: generateOrders({ seed: 'narrowing', count: ORDERS }),
    ordersPerSecond: 200,
    seed: 'narrowing',
    shares: { cancelledUnpaid: 0, cancelledPaid: 0, packed: 0 },
    times: 'as-generated',
  });
  await shop.published;
  await eventually(
    `${ORDERS} live shipments`,
    async () => (await live('swiftpost')).size + (await live('parcelway')).size >= ORDERS || undefined,
    SETTLED_MS,
  );
  await shop.stop();
});

afterAll(async () => {
  await Promise.allSettled([intake?.stop(), carriers?.stop()]);
  await view?.close();
});

async function live(carrierId: Carrier): Promise<Live> {
  const { name } = carrierTopics(carrierId).shipments;
  const latest = await readLatest(view.platform.kafka, view.platform.topicName(name));
  return new Map([...latest].filter(([, { value }]) => value !== null));
}

/** What the records of a kind hold in a field, as the version in force reads them. */
async function valuesOf(carrierId: Carrier, kind: string, field: string): Promise<ReadonlyMap<string, string>> {
  const records = [...(await view.latest(carrierTopics(carrierId).shipments))].filter(
    ([, { value }]) => value?.['kind'] === kind,
  );
  return new Map(
    records.flatMap(([key, { value }]) => {
      const text = [value?.[field]].flat()[0];
      return typeof text === 'string' ? [[key, text]] : [];
    }),
  );
}

/** Of records that still hold the number, whatever schema they were written with. */
function holders(records: Live, numbers: ReadonlyMap<string, string>): string[] {
  return [...numbers].filter(([key, number]) => records.get(key)?.value?.includes(number) === true).map(([key]) => key);
}

const places = (records: Live): string[] =>
  [...records].map(([key, { partition, offset }]) => `${key} ${partition}:${offset}`).sort();

const WITHDRAWN = [
  'carriers/parcelway/releases/international/fields/phone',
  'carriers/swiftpost/releases/domestic/fields/addressLines',
] as const;

/** Version 2 withdraws the first field, version 3 the second one as well. @returns when it was written, ms */
function publish(version: 2 | 3): Promise<number> {
  return publishPolicy(view.platform, (policy) => {
    put(policy, 'version', version);
    for (const field of WITHDRAWN.slice(0, version - 1)) put(policy, field, undefined);
  });
}

const IN_FORCE = /"time":"([^"]+)".*"policyVersion":"2".*a version of the policy is in force/;

/** When the running services of a process went over to version 2, by their own log. */
function inForceMs(services: ServicesUnderTest): Promise<number> {
  return eventually('version 2 in force', () => {
    const [, time] = IN_FORCE.exec(services.output()) ?? [];
    return time === undefined ? undefined : Date.parse(time);
  });
}

describe('a version that withdraws the phone number from one carrier', () => {
  test('leaves it in no live record of that carrier, and moves no record of another one', async () => {
    const [numbers, others] = [await valuesOf('parcelway', 'INTERNATIONAL', 'phone'), await live('swiftpost')];
    expect(numbers.size).toBeGreaterThan(ORDERS / 20);
    expect(holders(await live('parcelway'), numbers)).toHaveLength(numbers.size);
    const publishedMs = await publish(2);
    await eventually(
      'no number at parcelway',
      async () => holders(await live('parcelway'), numbers).length === 0 || undefined,
    );
    // By the broker's clock: this look reads whole topics again and again, which takes longer than what it waits for.
    const writtenMs = Math.max(...[...(await live('parcelway')).values()].map(({ timestampMs }) => timestampMs));
    const tookMs = writtenMs - publishedMs;
    process.stderr.write(`narrowing: ${numbers.size} numbers gone from ${ORDERS} live shipments after ${tookMs} ms\n`);
    const followedMs = Math.max(...(await Promise.all([intake, carriers].map(inForceMs)))) - publishedMs;
    process.stderr.write(`narrowing: running services went over to the version after ${followedMs} ms\n`);
    expect(places(await live('swiftpost'))).toEqual(places(others));
    // Everything else of the records is still there, under the newer version.
    const records = await view.latest(carrierTopics('parcelway').shipments);
    for (const key of numbers.keys())
      expect(records.get(key)?.value).toMatchObject({
        policyVersion: 2,
        kind: 'INTERNATIONAL',
        recipientName: expect.any(String),
      });
  });

  test('is carried through by a service that is killed in the middle of it, twice', async () => {
    const [streets, others] = [await valuesOf('swiftpost', 'DOMESTIC', 'addressLines'), await live('parcelway')];
    expect(streets.size).toBeGreaterThan(ORDERS / 4);
    await publish(3);
    await eventually(
      'the version is known',
      () => /a version of the policy is in force/.test(carriers.output()) || undefined,
    );
    carriers.kill('SIGKILL');
    await carriers.ended;
    carriers = await startServices(world, ['carriers']);
    carriers.kill('SIGKILL');
    await carriers.ended;
    carriers = await startServices(world, ['carriers']);
    await eventually(
      'no street at swiftpost',
      async () => holders(await live('swiftpost'), streets).length === 0 || undefined,
      SETTLED_MS,
    );
    expect(places(await live('parcelway'))).toEqual(places(others));
    // Each record was written anew once: what the killed process had committed is not written again.
    const { name } = carrierTopics('swiftpost').shipments;
    const all = await view.all(carrierTopics('swiftpost').shipments);
    const anew = all.filter(({ value }) => value?.['policyVersion'] === 3).map(({ key }) => key);
    expect({ topic: name, twice: anew.length - new Set(anew).size }).toEqual({ topic: name, twice: 0 });
  });

  test('is noted as done for every lane, so that the next start reads nothing', async () => {
    await eventually('progress of all lanes', async () => {
      const versions = (await view.documents('carriers.narrowing')).map(({ policyVersion }) => policyVersion);
      return (versions.length === 4 && versions.every((version) => version === 3)) || undefined;
    });
  });
});
