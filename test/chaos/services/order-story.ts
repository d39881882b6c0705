// One input played through the services of one world, with or without disturbance, up to two points at which everything has come to rest:
// when every order is fulfilled, and when every order is erased.
import { BROKEN_INPUTS } from '#shared/sample/broken-inputs';
import { generateOrders } from '#shared/sample/generate-orders';
import type { OrderService } from '#shared/sample/order-service';
import { SAMPLE_CARRIERS } from '#shared/sample/outside/outside-config';
import { createRandom } from '#shared/sample/seeded-random';
import { topics } from '#schemas/generated/topics';
import { eventually } from '#test/support/eventually';
import { createTestWorld, type TestWorld, withClockAt } from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';
import { openRecordPublisher } from '#test/support/world-publisher';
import { openWorldView, type WorldView } from '#test/support/world-view';
import { type Disturbance, type DisturbedServices, startDisturbedServices } from './disturbed-services.js';
import type { ServiceName } from './service-names.js';
import { startSteadyCarrier, type SteadyCarrier } from './steady-carrier.js';
import { watchWrites } from './write-watch.js';

export interface OrderStory {
  readonly view: WorldView;
  /** Publishes everything, disturbs meanwhile, and returns when every order is fulfilled and every refusal written. */
  playToFulfilment(kinds: readonly Disturbance['kind'][]): Promise<void>;
  /** Drains the services, starts them two months later, disturbs meanwhile, and returns when every order is erased. */
  playToErasure(kinds: readonly Disturbance['kind'][]): Promise<void>;
  disturbances(): readonly Disturbance[];
  /** Of services that were drained. */
  exitCodes(): readonly (number | null)[];
  close(): Promise<void>;
}

export interface StoryOptions {
  readonly orders: number;
  /** What the orders and the parcels' ways are made of: the same for runs that are compared. */
  readonly seed: string;
  /** What the disturbances are made of. */
  readonly chaosSeed: string;
  readonly keyringDirectory?: string;
  /** Settings of a stack of the test's own, whose servers it may disturb, too. */
  readonly stack?: Readonly<Record<string, string>>;
  /** Default: each service a process of its own. */
  readonly groups?: readonly (readonly ServiceName[])[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = Date.UTC(2026, 0, 5, 8);
/** All parcels have gone their way by then, and nothing is due yet: orders that were cancelled are, after a day. */
const WAYS_WITHIN_MS = 20 * HOUR_MS;
/** Behind the longest retention of the last parcel given up as lost. */
const LATER_MS = DAY_MS + 75 * 86_400_000;
const ORDERS_PER_SECOND = 60;
/** Of work for each disturbance at least, so that every one finds some under way. */
const WORK_MS = 4_500;
/** Than the pauses between disturbances: a service that is killed also takes its time to come back. */
const LONGER = 1.6;
/** When the first parcels fall due; in the half day after it nearly all do, at a speed that makes them last as long as the disturbances. */
const FIRST_DUE_MS = DAY_MS + (7 * 24 + 4) * HOUR_MS;
const DUE_WITHIN_MS = 12 * HOUR_MS;
const REST_MS = 120_000;
/** More for each order: thousands take minutes where both cores are busy. */
const REST_PER_ORDER_MS = 200;
/** Whether its event comes before its order is a question of units, so its dead letter may or may not be there. */
const BY_CHANCE = new Set(['a payment before its order', 'five megabytes of description']);
/** What is refused for its time is kept from when it came, which no two worlds have alike. */
const BY_ARRIVAL = new Set(['a time before 1970', 'a time in seconds', 'a time in microseconds']);

export async function openOrderStory(name: string, options: StoryOptions): Promise<OrderStory> {
  const { orders, seed, chaosSeed, keyringDirectory, stack, groups } = options;
  const world = createTestWorld(name, {
    startMs: DAY_MS + WAYS_WITHIN_MS,
    ...(stack === undefined ? {} : { stack }),
    ...(keyringDirectory === undefined ? {} : { keyringDirectory }),
  });
  const random = createRandom(chaosSeed);
  const view = await openWorldView(world);
  const watch = watchWrites(view);
  const carriers: SteadyCarrier[] = [];
  const running: DisturbedServices[] = [];
  let shop: OrderService | undefined;
  const last = (): DisturbedServices | undefined => running.at(-1);
  const lengthOf = (kinds: readonly unknown[]): number =>
    Math.max((orders / ORDERS_PER_SECOND) * 1_000, kinds.length * WORK_MS);

  async function start(at: TestWorld): Promise<DisturbedServices> {
    const services = await startDisturbedServices(at, random, watch, groups);
    running.push(services);
    return services;
  }

  async function settled(what: string, look: () => Promise<string | null>): Promise<void> {
    const rest = eventually(
      `${name}: ${what}`,
      async () => {
        const open = await look();
        if (open !== null) throw new Error(`${open}\n${last()?.lastWords() ?? ''}`);
        return true;
      },
      REST_MS + orders * REST_PER_ORDER_MS,
    );
    await Promise.race([rest, ...running.map(({ broken }) => broken)]);
  }

  return {
    view,
    playToFulfilment: async (kinds) => {
      const services = await start(world);
      const overMs = lengthOf(kinds);
      for (const id of SAMPLE_CARRIERS)
        carriers.push(await startSteadyCarrier(world, id, seed, DAY_MS, WAYS_WITHIN_MS));
      const shares = { cancelledUnpaid: 0.08, cancelledPaid: 0, packed: 0.3 };
      const started = await outsidersOf(world).startOrderService({
        orders: generateOrders({ seed, count: orders, customers: 200, firstAtMs: DAY_MS }),
        ordersPerSecond: (orders * 1_000) / (overMs * LONGER),
        seed,
        shares,
        times: 'as-generated',
      });
      shop = started;
      const [refused] = await Promise.all([
        publishBroken(world, seed),
        started.published,
        services.disturb(kinds, overMs),
      ]);
      await settled('every order fulfilled', () => {
        const { byStatus } = started.counts();
        return Promise.resolve(byStatus.FINISHED === orders ? null : `fulfilled ${byStatus.FINISHED} of ${orders}`);
      });
      await settled('every refusal written', async () => {
        const letters = await view.all(topics.intakeDeadLetters);
        return letters.length >= refused ? null : `refused ${letters.length} of ${refused}`;
      });
    },
    playToErasure: async (kinds) => {
      await last()?.stop();
      if (kinds.length > 0) {
        const overMs = lengthOf(kinds);
        const services = await start(withClockAt(world, FIRST_DUE_MS, DUE_WITHIN_MS / (overMs * LONGER)));
        await services.disturb(kinds, overMs);
        await services.stop();
      }
      await start(withClockAt(world, LATER_MS));
      // Of the broken courses some were never paid nor cancelled: nothing of them ever falls due.
      await settled('every order erased that fell due', async () => {
        const tracked = await view.documents('erasure.orders');
        const open = tracked.filter((order) => 'nextDueAt' in order || 'saga' in order);
        return open.length === 0 ? null : `${open.length} orders are not erased`;
      });
      await settled('carriers that hold nothing', () => {
        const stored = carriers.reduce((sum, carrier) => sum + carrier.stored(), 0);
        return Promise.resolve(stored === 0 ? null : `${stored} parcels`);
      });
      await last()?.stop();
    },
    disturbances: () => running.flatMap(({ disturbances }) => disturbances),
    exitCodes: () => running.flatMap(({ exitCodes }) => exitCodes),
    close: async () => {
      await Promise.allSettled([shop?.stop(), ...carriers.map((carrier) => carrier.stop()), last()?.stop()]);
      await watch.close();
      await view.close();
    },
  };
}

/** The corpus of broken inputs, the same in every world. @returns how many dead letters it makes */
async function publishBroken(world: TestWorld, seed: string): Promise<number> {
  const orders = generateOrders({ seed: `${seed}/broken`, count: 5_000, customers: 50, firstAtMs: DAY_MS });
  const { kit, publish, close } = await openRecordPublisher(
    outsidersOf(world).orderServiceConnection,
    world.isolation.topicPrefix,
    orders,
  );
  let refused = 0;
  for (const input of BROKEN_INPUTS) {
    if (input.topic !== 'orders.events' || BY_CHANCE.has(input.name) || BY_ARRIVAL.has(input.name)) continue;
    for (const record of await input.records(kit)) {
      await publish(input.topic, record);
      if (record.expected !== 'accepted') refused++;
    }
  }
  await close();
  return refused;
}
