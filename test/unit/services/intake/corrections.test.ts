// Orders that are sent another way or to another address: what intake tells of it, seals of it and refuses of it.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DeadLetter, OrderFacts, SealedCategory, Shipping } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '../support/small-road.js';

const order = [...generateOrders({ seed: 'corrections', count: 1 })][0] as PlainOrder;
const { shipping } = blocksOf(order);
const moved: Shipping = { ...shipping, addressLines: ['Neue Gasse 7'], pickupPoint: null };

describe('an order that is sent otherwise', () => {
  let road: SmallRoad;
  let made = 0;
  beforeEach(async () => {
    road = await givenRoad();
  });

  const event = (name: string, content: object): IncomingRecord =>
    road.event(name, {
      eventId: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
      orderId: order.orderId,
      occurredAt: order.occurredAt + made,
      ...content,
    });
  const placed = (): IncomingRecord => road.event('OrderPlaced', order);
  const corrected = (to: Shipping = moved): IncomingRecord =>
    event('AddressCorrected', { shipping: { 'fulfilment.orders.Shipping': to } });
  const rerouted = (carrierId: string, serviceLevel = 'express'): IncomingRecord =>
    event('OrderRerouted', { carrierId, serviceLevel });
  const refusals = (outputs: readonly OutgoingRecord[]) =>
    road.decoded<DeadLetter>(outputs, topics.intakeDeadLetters).map(({ code, fieldPaths }) => [code, ...fieldPaths]);
  const factsIn = (outputs: readonly OutgoingRecord[]) => road.decoded<OrderFacts>(outputs, topics.ordersFacts).at(-1);
  const addressesIn = async (outputs: readonly OutgoingRecord[]): Promise<[number, unknown][]> => {
    const orderRef = road.refs.orderRef(order.orderId);
    const found = (await road.vault.keysFor([orderRef])).get(orderRef);
    if (found?.kind !== 'keys') throw new Error('no keys');
    return road
      .decoded<SealedCategory>(outputs, topics.ordersSealed)
      .filter(({ category }) => category === 'shipping')
      .map(({ block, revision }) => {
        const opened = road.vault.open(found.keys, orderRef, 'shipping', 'fulfilment.orders.Shipping', block);
        if (opened.kind !== 'opened') throw new Error(opened.kind);
        const decoded = road.codec.decodeBare('fulfilment.orders.Shipping', opened.plain);
        return [revision, decoded.kind === 'decoded' ? decoded.value.addressLines : decoded.code];
      });
  };

  test('has the other carrier and service in its facts, as news for who sends it', async () => {
    await runUnit(road.intake, [placed()]);
    const outputs = await runUnit(road.intake, [rerouted('parcelway')]);
    expect(factsIn(outputs)).toMatchObject({
      carrierId: 'parcelway',
      serviceLevel: 'express',
      revision: 2,
      deliveryRevision: 2,
      addressRevision: 1,
    });
    expect(await addressesIn(outputs)).toEqual([]);
  });

  test('has its new address sealed under the revision that its facts name', async () => {
    await runUnit(road.intake, [placed()]);
    const outputs = await runUnit(road.intake, [corrected()]);
    expect(factsIn(outputs)).toMatchObject({ deliveryRevision: 2, addressRevision: 2, deliveryKind: 'HOME' });
    expect(await addressesIn(outputs)).toEqual([[2, ['Neue Gasse 7']]]);
    expect(JSON.stringify(factsIn(outputs))).not.toContain('Neue Gasse');
  });

  test('has only the newest address sealed when it is placed and corrected at once', async () => {
    const outputs = await runUnit(road.intake, [placed(), corrected(), corrected({ ...moved, addressLines: ['9'] })]);
    expect(await addressesIn(outputs)).toEqual([[3, ['9']]]);
    expect(factsIn(outputs)).toMatchObject({ addressRevision: 3 });
    // The other blocks came with the order and stay.
    const categories = road.decoded<SealedCategory>(outputs, topics.ordersSealed).map(({ category }) => category);
    expect(categories.toSorted()).toEqual(['contact', 'payment', 'shipping', 'signals']);
  });

  test('does not get its old address back when the order is delivered again after a crash', async () => {
    const [first, second] = [placed(), corrected()];
    await runUnit(road.intake, [first, second], 'crash');
    const again = await runUnit(road.intake, [first]);
    expect(await addressesIn(again)).toEqual([]);
    expect(factsIn(again)).toMatchObject({ addressRevision: 2 });
    expect(await addressesIn(await runUnit(road.intake, [second]))).toEqual([[2, ['Neue Gasse 7']]]);
  });

  test('is refused by name what an order is refused, and its value is not told', async () => {
    await runUnit(road.intake, [placed()]);
    const bad: [Partial<Shipping>, string[]][] = [
      [{ countryCode: 'XX' }, ['COUNTRY_UNKNOWN', 'shipping.countryCode']],
      [{ carrierId: 'dronepost' }, ['CARRIER_UNKNOWN', 'shipping.carrierId']],
      [{ addressLines: ['52.52000, 13.40500'] }, ['FORBIDDEN_LOCATION', 'shipping.addressLines[0]']],
      [{ recipientName: '' }, ['FIELD_INVALID', 'shipping.recipientName']],
    ];
    for (const [change, expected] of bad) {
      const outputs = await runUnit(road.intake, [corrected({ ...moved, ...change })]);
      expect(refusals(outputs)).toEqual([expected]);
      expect(factsIn(outputs)).toBeUndefined();
    }
    expect(refusals(await runUnit(road.intake, [rerouted('dronepost')]))).toEqual([['CARRIER_UNKNOWN', 'carrierId']]);
    expect(refusals(await runUnit(road.intake, [rerouted('swiftpost', 'card 4111111111111111')]))).toEqual([
      ['FORBIDDEN_CARD_NUMBER', 'serviceLevel'],
    ]);
  });

  test('is refused once it was cancelled', async () => {
    await runUnit(road.intake, [placed(), event('OrderCancelled', { reason: 'CUSTOMER' })]);
    const outputs = await runUnit(road.intake, [rerouted('parcelway'), corrected()]);
    expect(refusals(outputs)).toEqual([['EVENT_OUT_OF_ORDER'], ['EVENT_OUT_OF_ORDER']]);
  });

  test('is not corrected before it is placed: there is no key yet to keep the address under; a re-routing waits', async () => {
    const early = corrected();
    expect(refusals(await runUnit(road.intake, [early, rerouted('parcelway')]))).toEqual([
      ['EVENT_OUT_OF_ORDER'],
      ['EVENT_EARLY'],
    ]);
    const outputs = await runUnit(road.intake, [placed()]);
    expect(factsIn(outputs)).toMatchObject({ carrierId: 'parcelway', addressRevision: 1 });
  });

  test('is refused again what was refused before its order was there, should a crash deliver it again', async () => {
    const [early, first] = [corrected(), placed()];
    await runUnit(road.intake, [early, first], 'crash');
    expect(refusals(await runUnit(road.intake, [early]))).toEqual([['EVENT_OUT_OF_ORDER']]);
    expect(await addressesIn(await runUnit(road.intake, [first]))).toMatchObject([[1, shipping.addressLines]]);
  });
});
