// Stores outside of the broker through the whole service: asked, believed by signature only, reminded, overdue, struck off.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Participant } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { signReceipt, type UnsignedReceipt } from '#shared/receipts/signed-receipt';
import { lane } from '#shared/refs/lane';
import { historyOf } from './support/order-histories.js';
import { createSmallWorld } from './support/small-world.js';
import { DAY_MS } from './support/staged-policy.js';
import { orderRefOf } from './support/tracked-orders.js';

const history = historyOf('mirrored', 'two-parcels');
const REFS = [orderRefOf('parcel-1'), orderRefOf('parcel-2')].sort();
const TOPIC = 'carriers.swiftpost.shipments';
const keysOf = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const shopDb = keysOf();
const other = keysOf();
const store = (changes: Partial<Participant> = {}): Participant => ({
  name: 'shop-db',
  topics: [TOPIC],
  deadlineMs: 60_000,
  publicKey: shopDb.publicKey,
  addedBy: 'officer',
  at: 1,
  ...changes,
});

/** The order is delivered, its store registered, its time has come, and everybody but the store has answered. */
async function givenWaiting(...stores: readonly Participant[]) {
  const world = createSmallWorld(readPolicyFile());
  for (const one of stores) world.publishStore(one);
  for (const one of history.facts) world.publishFacts(one);
  for (const [index, one] of history.progress.entries())
    world.publishProgress({ ...one, shipmentRef: REFS[index % 2] ?? null });
  const settle = async (): Promise<void> => {
    for (let moved = true; moved; ) {
      moved = false;
      for (const consumer of world.consumers) {
        for (const one of world.lanes) {
          if (await world.kafka.work(consumer, one, 100, 'none')) moved = true;
          if (await world.kafka.tick(consumer, one, 'none')) moved = true;
        }
      }
    }
  };
  await settle();
  world.setNow(20 * DAY_MS);
  await settle();
  const [request] = world.requests();
  const unsigned: UnsignedReceipt = {
    erasureId: request?.erasureId ?? '',
    participant: 'shop-db',
    topic: TOPIC,
    keys: REFS,
    verifiedBy: 'READ_BACK',
    at: 5,
  };
  const kinds = () => world.ledger().map(({ kind }) => kind);
  return { ...world, settle, unsigned, kinds };
}

describe('a registered store', () => {
  test('has to confirm every parcel that it mirrors before the erasure is complete, and stands in the proof', async () => {
    const { publishConfirmation, settle, unsigned, kinds, ledger } = await givenWaiting(store());
    expect(ledger()[0]).toMatchObject({ participants: ['intake', 'carriers', 'shop-db'] });
    expect(kinds()).toEqual(['STARTED']);
    publishConfirmation(signReceipt({ ...unsigned, keys: REFS.slice(0, 1) }, shopDb.privateKey));
    await settle();
    expect(kinds()).toEqual(['STARTED']);
    publishConfirmation(signReceipt({ ...unsigned, keys: REFS.slice(1) }, shopDb.privateKey), 3);
    await settle();
    expect(kinds()).toEqual(['STARTED', 'COMPLETED']);
    expect(ledger()[1]).toMatchObject({ participants: ['intake', 'carriers', 'shop-db'] });
  });

  test('is not asked about what it does not mirror', async () => {
    const { kinds, ledger } = await givenWaiting(store({ topics: ['carriers.parcelway.shipments'] }));
    expect(kinds()).toEqual(['STARTED', 'COMPLETED']);
    expect(ledger()[0]).toMatchObject({ participants: ['intake', 'carriers'] });
  });

  test('that follows the requests themselves confirms them', async () => {
    const requests = store({ topics: ['erasure.requests'] });
    const { publishConfirmation, settle, unsigned, kinds } = await givenWaiting(requests);
    expect(kinds()).toEqual(['STARTED']);
    publishConfirmation(
      signReceipt({ ...unsigned, topic: 'erasure.requests', keys: [history.orderRef] }, shopDb.privateKey),
    );
    await settle();
    expect(kinds()).toEqual(['STARTED', 'COMPLETED']);
  });

  test('that never answers is reminded, then overdue: one alarm that names it; struck off, nobody waits for it', async () => {
    const { settle, passMachineMs, alarms, publishStore, kinds, requests } = await givenWaiting(store());
    const lived = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 4_000) {
        passMachineMs(4_000);
        await settle();
      }
    };
    await lived(56_000);
    const asked = requests().length;
    expect(asked).toBeGreaterThan(3);
    expect(alarms()).toEqual([]);
    await lived(40_000);
    expect(alarms()).toMatchObject([{ missing: ['shop-db'], orderRef: history.orderRef }]);
    expect(kinds()).toEqual(['STARTED']);
    publishStore('shop-db');
    await lived(12_000);
    expect(kinds()).toEqual(['STARTED', 'COMPLETED']);
  });
});

describe('a receipt', () => {
  const refusedAs = async (
    code: string,
    act: (given: Awaited<ReturnType<typeof givenWaiting>>) => void,
  ): Promise<void> => {
    const given = await givenWaiting(
      store(),
      store({ name: 'other-db', topics: ['warehouse.picks'], publicKey: other.publicKey }),
    );
    act(given);
    await given.settle();
    expect(given.refused).toEqual([code]);
    expect(given.kinds()).toEqual(['STARTED']);
  };

  test('that the store did not sign is refused as forged', () =>
    refusedAs('RECEIPT_FORGED', ({ publishConfirmation, unsigned }) =>
      publishConfirmation(signReceipt(unsigned, other.privateKey)),
    ));

  test('with anything changed under its signature is refused as forged', () =>
    refusedAs('RECEIPT_FORGED', ({ publishConfirmation, unsigned }) =>
      publishConfirmation({ ...signReceipt(unsigned, shopDb.privateKey), at: 6 }),
    ));

  test('of a store that nobody registered is refused as foreign', () =>
    refusedAs('RECEIPT_FOREIGN', ({ publishConfirmation, unsigned }) =>
      publishConfirmation(signReceipt({ ...unsigned, participant: 'unheard-of' }, shopDb.privateKey)),
    ));

  test('about keys or a topic that this store was not asked to delete is refused as foreign', async () => {
    await refusedAs('RECEIPT_FOREIGN', ({ publishConfirmation, unsigned }) =>
      publishConfirmation(signReceipt({ ...unsigned, keys: [orderRefOf('of another order')] }, shopDb.privateKey)),
    );
    await refusedAs('RECEIPT_FOREIGN', ({ publishConfirmation, unsigned }) =>
      publishConfirmation(signReceipt({ ...unsigned, topic: 'warehouse.picks' }, shopDb.privateKey)),
    );
  });

  test('that was accepted before is refused as replayed, but its own redelivery is not', () =>
    refusedAs('RECEIPT_REPLAYED', ({ publishConfirmation, unsigned }) => {
      const receipt = signReceipt({ ...unsigned, keys: REFS.slice(0, 1) }, shopDb.privateKey);
      publishConfirmation(receipt);
      publishConfirmation(receipt);
    }));

  test('for an erasure that does not exist is refused as unknown', () =>
    refusedAs('RECEIPT_UNKNOWN', ({ publishConfirmation, unsigned }) =>
      publishConfirmation(signReceipt({ ...unsigned, erasureId: 'none' }, shopDb.privateKey)),
    ));

  test('in the name of an outside store among those of the services counts nothing', async () => {
    const { publishReceipt, requests, settle, refused, kinds } = await givenWaiting(store());
    const [request] = requests();
    if (request === undefined) throw new Error('nobody was asked');
    publishReceipt(request, 'shop-db');
    await settle();
    expect(refused).toEqual(['RECEIPT_UNKNOWN']);
    expect(kinds()).toEqual(['STARTED']);
  });

  test('that is handled again after a crash is no replay', async () => {
    const { publishConfirmation, settle, unsigned, kinds, kafka, consumers, refused } = await givenWaiting(store());
    publishConfirmation(signReceipt(unsigned, shopDb.privateKey), lane(history.orderRef as OrderRef));
    const [life] = consumers;
    if (life === undefined) throw new Error('no life');
    await kafka.work(life, lane(history.orderRef as OrderRef), 100, 'before-commit');
    await settle();
    expect(refused).toEqual([]);
    expect(kinds()).toEqual(['STARTED', 'COMPLETED']);
  });
});

test('a registration that cannot be meant is refused with the field that is wrong', async () => {
  const world = await givenWaiting();
  const bad = [
    store({ name: 'intake' }),
    store({ topics: ['orders.sealed'] }),
    store({ topics: [] }),
    store({ deadlineMs: 0 }),
    store({ publicKey: 'no key' }),
    store({ addedBy: 'Jane Doe' }),
  ];
  for (const one of bad) world.publishStore(one);
  await world.settle();
  expect(world.refused).toEqual(bad.map(() => 'FIELD_INVALID'));
});
