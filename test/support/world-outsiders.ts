// The programs around the broker in a test world: the shop's order service and the two carriers, each with its own login.
import { CLOCK } from '#shared/config/clock';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { createScaledClock, type ScaledClock } from '#shared/domain/scaled-clock';
import { createSystemClock } from '#shared/domain/system-clock';
import { type CarrierSystem, type CarrierSystemOptions, startCarrierSystem } from '#shared/sample/carrier-system';
import type { OrderService, OrderServiceOptions } from '#shared/sample/order-service';
import { startOrderService } from '#shared/sample/order-service';
import type { OutsideConnection } from '#shared/sample/outside/connection';
import {
  carrierConnection,
  orderServiceConnection,
  OUTSIDE,
  SAMPLE_CARRIERS,
  type SampleCarrier,
} from '#shared/sample/outside/outside-config';
import { plantOrder } from './run-records.js';
import type { TestWorld } from './services-under-test.js';

export interface Outsiders {
  /** The business clock of the world. */
  readonly clock: ScaledClock;
  readonly orderServiceConnection: OutsideConnection;
  carrierConnection(carrierId: SampleCarrier): OutsideConnection;
  startOrderService(
    options: Pick<OrderServiceOptions, 'orders' | 'seed' | 'ordersPerSecond'> & Partial<OrderServiceOptions>,
  ): Promise<OrderService>;
  startCarriers(
    options: Pick<CarrierSystemOptions, 'seed'> & Partial<CarrierSystemOptions>,
  ): Promise<Readonly<Record<SampleCarrier, CarrierSystem>>>;
}

export function outsidersOf(world: TestWorld): Outsiders {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, outside: OUTSIDE, clock: CLOCK }, world.env);
  const clock = createScaledClock({ ...config.clock, base: createSystemClock() });
  const { topicPrefix } = world.isolation;
  return {
    clock,
    orderServiceConnection: orderServiceConnection(config),
    carrierConnection: (carrierId) => carrierConnection(config, carrierId),
    startOrderService: (options) =>
      startOrderService({
        connection: orderServiceConnection(config),
        topicPrefix,
        clock,
        ...options,
        onPlaced: (order) => {
          plantOrder(order);
          options.onPlaced?.(order);
        },
      }),
    startCarriers: async (options) => {
      const start = (carrierId: SampleCarrier): Promise<CarrierSystem> =>
        startCarrierSystem({
          connection: carrierConnection(config, carrierId),
          carrierId,
          topicPrefix,
          clock,
          ...options,
        });
      const [swiftpost, parcelway] = await Promise.all(SAMPLE_CARRIERS.map(start));
      if (swiftpost === undefined || parcelway === undefined) throw new Error('the sample has two carriers');
      return { swiftpost, parcelway };
    },
  };
}
