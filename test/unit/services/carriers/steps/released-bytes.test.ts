// What leaves for a parcel, byte for byte: for random orders, carriers, kinds and policies nothing of a person is in it that the allow-list
// does not name, neither in the value nor in key or headers; and what two carriers get of one order can't be joined.
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderFacts } from '#schemas/generated/records';
import type { SchemaJson } from '#schemas/generated/schemas';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { releasedRecords } from '#services/carriers/steps/release-records';
import type { AvroCodec } from '#shared/codec/codec';
import { newKeyPair } from '#shared/hpke/suite';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { minimise } from '#shared/policy/minimise';
import type { CarrierRule, Policy } from '#shared/policy/policy';
import { RELEASABLE_FIELDS } from '#shared/policy/release/shipment-fields';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import { drawnPolicies } from '#test/unit/shared/policy/support/drawn-policies';
import { arbitraryOrder, AT_MS, textsOf } from '#test/unit/shared/policy/support/release-orders';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { POLICY, refs } from '../support/small-carriers.js';

const CARRIERS = [...POLICY.carriers.keys()];
const ORDER = arbitraryOrder([...POLICY.countries]);
const sealer = createShipmentSealer({ clock: { nowMs: () => AT_MS } });
let codec: AvroCodec;
const { publicKey } = newKeyPair();

type Drawn = typeof ORDER extends fc.Arbitrary<infer T> ? T : never;

interface Left {
  readonly outputs: readonly OutgoingRecord[];
  /** Texts of the order that the allow-list names. */
  readonly allowed: readonly string[];
  /** All others, except the country, which is a word of two letters. */
  readonly secrets: readonly string[];
}

/** Everything that leaves for the order, as one parcel; null when the policy holds it. */
function release(policy: Policy, carrierId: string, order: Drawn): Left | null {
  const shipmentRef = refs.shipmentRef(carrierId, order.orderId, 1);
  const decision = minimise(policy, carrierId, { ...order, shipmentRef }, AT_MS);
  if (decision.kind === 'held') return null;
  const items = order.items.map((item) => ({ ...item, sku: `sku-${item.quantity}` }));
  const plan = { parcel: 1, weightGrams: order.weightGrams, items };
  const orderRef = refs.orderRef(order.orderId);
  const whole = { orderRef, facts: {} as OrderFacts, bytes: Buffer.alloc(0) };
  const parcel = { shipmentRef, carrierId, plan, record: decision.record };
  const list = policy.carriers.get(carrierId)?.releases.get(decision.shipmentKind)?.get(order.shipping.countryCode);
  const paths = new Set(RELEASABLE_FIELDS.filter(({ id }) => list?.has(id)).map(({ sourcePath }) => sourcePath));
  const texts = textsOf({ ...order, shipmentRef: null }).filter(({ path }) => path !== 'shipping.countryCode');
  const isAllowed = (path: string): boolean => paths.has(path.replace(/\[\]$/, ''));
  return {
    outputs: releasedRecords({ codec, sealer, topicName: (name) => name }, policy, whole, [parcel], 1, AT_MS),
    allowed: texts.filter(({ path }) => isAllowed(path)).map(({ text }) => text),
    secrets: texts.filter(({ path }) => !isAllowed(path)).map(({ text }) => text),
  };
}

/** Value, key and headers as they go over the wire. */
const bytesOf = ({ key, value, headers = {} }: OutgoingRecord): string =>
  [key, value, ...Object.entries(headers).flat()].map((part) => (part ?? '').toString()).join('\u0000');

const found = (texts: readonly string[], outputs: readonly OutgoingRecord[]): string[] =>
  texts.filter((text) => outputs.some((output) => bytesOf(output).includes(text)));

/** A registry of its own for each policy: they do not follow one another. */
async function define(policy: Policy): Promise<void> {
  ({ codec } = await givenCodec({ prepare: [] }));
  for (const id of CARRIERS) codec.define(shipmentSchema(policy, id) as unknown as SchemaJson);
  const ofCarriers = CARRIERS.flatMap((id) => [carrierTopics(id).shipments, carrierTopics(id).sealedShipments]);
  await codec.prepare([topics.warehousePicks, topics.shipmentsProgress, ...ofCarriers]);
}

describe.each([POLICY, ...drawnPolicies.slice(0, 8)].map((policy, index) => ({ index, policy })))(
  'for every order, carrier and kind under policy $index',
  ({ policy }) => {
    beforeAll(() => define(policy));

    test('the carrier gets what its allow-list names, all of it, and nothing else of the order, in value, key or headers', () => {
      fc.assert(
        fc.property(fc.constantFrom(...CARRIERS), ORDER, (carrierId, order) => {
          const left = release(policy, carrierId, order);
          if (left === null) return;
          const toCarrier = left.outputs.filter(({ topic }) => topic === carrierTopics(carrierId).shipments.name);
          expect(toCarrier).toHaveLength(1);
          expect(found(left.allowed, toCarrier)).toEqual(left.allowed);
          expect(found(left.secrets, toCarrier)).toEqual([]);
          // Neither the pick for the warehouse nor the news of the parcel holds a word of the order.
          const others = left.outputs.filter((output) => !toCarrier.includes(output));
          expect(others.map(({ topic }) => topic)).toEqual([topics.warehousePicks.name, topics.shipmentsProgress.name]);
          expect(found([...left.allowed, ...left.secrets], others)).toEqual([]);
        }),
        { numRuns: 120 },
      );
    });
  },
);

describe('for every order and carrier in sealed mode', () => {
  test('nothing that leaves holds a word of the order', async () => {
    await define(POLICY);
    const sealedTo = ([id, carrier]: [string, CarrierRule]): [string, CarrierRule] => [
      id,
      { ...carrier, deliveryMode: 'sealed', sealingKey: { keyId: 'k1', publicKey } },
    ];
    const sealing = await sealer.prepare({ ...POLICY, carriers: new Map([...POLICY.carriers].map(sealedTo)) });
    fc.assert(
      fc.property(fc.constantFrom(...CARRIERS), ORDER, (carrierId, order) => {
        const left = release(sealing, carrierId, order);
        if (left !== null) expect(found([...left.allowed, ...left.secrets], left.outputs)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("two carriers' references", () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 2, maxLength: 20 });
  const bytes = (ref: string): Buffer => Buffer.from(ref, 'base64url');
  const xor = (one: string, other: string): string =>
    Buffer.from(bytes(one).map((byte, at) => byte ^ (bytes(other)[at] ?? 0))).toString('hex');

  test('of one order have nothing in common: no value occurs twice, and no step leads from one to the other', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 9 }), (orderIds, parcel) => {
        const pairs = orderIds.map(
          (id) => CARRIERS.map((carrierId) => refs.shipmentRef(carrierId, id, parcel)) as unknown as [string, string],
        );
        const all = [...pairs.flat(), ...orderIds.map((id) => refs.orderRef(id))];
        expect(new Set(all).size).toBe(all.length);
        expect(new Set(all.map((ref) => ref.slice(0, 8))).size).toBe(all.length);
        // Were one the other with something mixed in, the difference would be the same for every order.
        expect(new Set(pairs.map(([one, other]) => xor(one, other))).size).toBe(pairs.length);
      }),
      { numRuns: 60 },
    );
  });

  test('sort orders differently, so that the order of their topics tells nothing either', () => {
    const orderIds = Array.from({ length: 200 }, (_, n) => `order-${n}`);
    const [one, other] = CARRIERS.map((carrierId) =>
      orderIds.toSorted((a, b) => refs.shipmentRef(carrierId, a, 1).localeCompare(refs.shipmentRef(carrierId, b, 1))),
    ) as [string[], string[]];
    const inPlace = one.filter((id, at) => other[at] === id).length;
    expect(inPlace).toBeLessThan(10);
  });
});
