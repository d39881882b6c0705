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
import {
  type Disturbance,
  type DisturbedServices,
  type ServiceName,
  startDisturbedServices,
} from './disturbed-services.js';
import { startSteadyCarrier, type SteadyCarrier } from './steady-carrier.js';

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
  /** Default: each service a process of its own. */
  readonly groups?: readonly (readonly ServiceName[])[];
}

const DAY_MS = Date.UTC(2026, 0, 5, 8);
/** Behind the longest retention of the last parcel given up as lost. */
const LATER_MS = DAY_MS + 75 * 86_400_000;
const ORDERS_PER_SECOND = 60;
const ERASURES_PER_SECOND = 300;
const REST_MS = 120_000;
/** Whether its event comes before its order is a question of units, so its dead letter may or may not be there. */
const BY_CHANCE = new Set(['a payment before its order', 'five megabytes of description']);

export async function openOrderStory(name: string, options: StoryOptions): Promise<OrderStory> {
  const { orders, seed, chaosSeed, keyringDirectory, groups } = options;
  const world = createTestWorld(name, {
    startMs: DAY_MS,
    ...(keyringDirectory === undefined ? {} : { keyringDirectory }),
  });
  const random = createRandom(chaosSeed);
  const view = await openWorldView(world);
  const carriers: SteadyCarrier[] = [];
  const running: DisturbedServices[] = [];
  let shop: OrderService | undefined;
  const last = (): DisturbedServices | undefined => running.at(-1);

  async function start(at: TestWorld): Promise<DisturbedServices> {
    const services = await startDisturbedServices(at, random, groups);
    running.push(services);
    return services;
  }

  async function settled(what: string, look: () => Promise<string | null>): Promise<void> {
    await eventually(
      `${name}: ${what}`,
      async () => {
        const open = await look();
        if (open !== null) throw new Error(`${open}\n${last()?.lastWords() ?? ''}`);
        return true;
      },
      REST_MS,
    );
  }

  return {
    view,
    playToFulfilment: async (kinds) => {
      const services = await start(world);
      for (const id of SAMPLE_CARRIERS) carriers.push(await startSteadyCarrier(world, id, seed, DAY_MS));
      const shares = { cancelledUnpaid: 0.08, cancelledPaid: 0, packed: 0.3 };
      const started = await outsidersOf(world).startOrderService({
        orders: generateOrders({ seed, count: orders, customers: 200, firstAtMs: DAY_MS }),
        ordersPerSecond: ORDERS_PER_SECOND,
        seed,
        shares,
        times: 'as-generated',
      });
      shop = started;
      const [refused] = await Promise.all([
        publishBroken(world, seed),
        started.published,
        services.disturb(kinds, (orders / ORDERS_PER_SECOND) * 1_000),
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
      const services = await start(withClockAt(world, LATER_MS));
      await services.disturb(kinds, (orders / ERASURES_PER_SECOND) * 1_000);
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
    if (input.topic !== 'orders.events' || BY_CHANCE.has(input.name)) continue;
    for (const record of await input.records(kit)) {
      await publish(input.topic, record);
      if (record.expected !== 'accepted') refused++;
    }
  }
  await close();
  return refused;
}
