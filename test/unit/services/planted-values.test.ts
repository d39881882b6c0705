// Planted values through intake and carriers: what leaves either flow holds none of them in clear, except on the carrier's own topic the
// fields that the policy allows this carrier for this kind of shipment and this country.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import { shipmentKindOf } from '#shared/policy/minimise';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { type Canary, plantCanaries } from '#shared/sample/plant-canaries';
import { createRandom } from '#shared/sample/seeded-random';
import { givenRoad, runUnit, type SmallRoad } from './support/small-road.js';

const policy = readPolicyFile();
const random = createRandom('planted-values');
const planted = [...generateOrders({ seed: 'planted-values', count: 80 })].map((order) => plantCanaries(order, random));

let road: SmallRoad;
let carriers: UnitHandler;
beforeAll(async () => {
  road = await givenRoad();
  carriers = await road.startCarriers();
});

const bytesOf = (outputs: readonly OutgoingRecord[]): Buffer =>
  Buffer.concat(
    outputs.flatMap(({ key, value, headers }) => [
      Buffer.from(String(key)),
      value ?? Buffer.of(),
      Buffer.from(JSON.stringify(headers ?? {})),
    ]),
  );

function leaked(outputs: readonly OutgoingRecord[], canaries: readonly Canary[]): string[] {
  const bytes = bytesOf(outputs);
  return canaries.filter(({ marker }) => bytes.includes(marker)).map(({ path }) => path);
}

function later(order: PlainOrder, name: string, n: number, more: object): IncomingRecord {
  const eventId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  return road.event(name, { eventId, orderId: order.orderId, occurredAt: order.occurredAt + n, ...more } as never);
}

/** Names of the order's fields that its carrier may have, as the planter names them. */
function allowedPaths(order: PlainOrder): (path: string) => boolean {
  const { shipping } = blocksOf(order);
  const carrier = policy.carriers.get(shipping.carrierId);
  if (carrier === undefined) return () => false;
  const fields = carrier.releases.get(shipmentKindOf(carrier, shipping))?.get(shipping.countryCode);
  const allowed = new Set([...(fields ?? [])].filter(([, { need }]) => need !== 'withheld').map(([field]) => field));
  return (path) => {
    const field = path.replace('shipping.', '').replace(/\[\d+\]$/, '');
    return allowed.has(field.replace('pickupPoint.pointId', 'pickupPointId').replace('pickupPoint.', ''));
  };
}

describe('planted personal values', () => {
  test('are in nothing that intake writes, whether it takes the order or refuses it', async () => {
    const records = planted.flatMap(({ order }, index) => {
      const broken = { ...order, orderId: `${order.orderId}-broken`, items: [] };
      const { signals } = blocksOf(order);
      const forbidden = withBlocks(
        { ...order, orderId: `${order.orderId}-forbidden` },
        {
          signals: { ...signals, userAgent: `${signals.userAgent} cvv 123` },
          payment: { ...blocksOf(order).payment, reference: '4111111111111111' },
        },
      );
      return [
        road.event('OrderPlaced', order),
        road.event('OrderPlaced', broken),
        road.event('OrderPlaced', forbidden),
        road.event('OrderPlaced', { ...order, eventId: order.eventId.replace(/^./, index % 2 === 0 ? '0' : 'f') }),
        { ...road.event('OrderPlaced', order), key: Buffer.from('another key') },
      ];
    });
    const outputs = await runUnit(road.intake, records);
    expect(road.decoded(outputs, topics.ordersFacts).length).toBe(3 * planted.length);
    expect(road.decoded(outputs, topics.intakeDeadLetters).length).toBe(4 * planted.length);
    expect(
      leaked(
        outputs,
        planted.flatMap(({ canaries }) => canaries),
      ),
    ).toEqual([]);
  });

  test('are with carriers only where the allow-list names them, and nowhere else', async () => {
    let seen = 0;
    for (const { order, canaries } of planted) {
      const own = { ...order, orderId: `${order.orderId}-sent` };
      const unit = [
        road.event('OrderPlaced', own),
        later(own, 'PaymentConfirmed', 1, { amount: '1', currency: 'EUR' }),
      ];
      const input = road.asInput(await runUnit(road.intake, unit));
      // Carriers is given the blocks of its category only.
      const mine = input.filter(
        ({ topic, key }) => topic !== topics.ordersSealed.name || String(key).endsWith('/shipping'),
      );
      const outputs = await runUnit(carriers, mine);
      const isAllowed = allowedPaths(own);
      const toCarrier = ({ topic }: OutgoingRecord): boolean =>
        topic === carrierTopics(blocksOf(own).shipping.carrierId).shipments.name;
      expect(outputs.filter(toCarrier)).toHaveLength(1);
      expect(
        leaked(
          outputs.filter((output) => !toCarrier(output)),
          canaries,
        ),
      ).toEqual([]);
      const sent = leaked(outputs.filter(toCarrier), canaries);
      expect(sent.filter((path) => !isAllowed(path))).toEqual([]);
      seen += sent.length;
    }
    expect(seen).toBeGreaterThan(planted.length);
  });
});
