// Orders sealed at their source: the same outcome as for plain ones, and a name for whatever does not open.
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OrderPlaced, SealedBlock } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { blockBinding } from '#shared/hpke/associated-data';
import type { SealingSession } from '#shared/hpke/sealing-session';
import { newKeyPair } from '#shared/hpke/suite';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { sealOrder } from '#shared/publisher/seal-order';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { GRACE_MS, INGRESS_KEYS, sessionTo } from './support/ingress-key.js';
import {
  codec,
  createSmallIntake,
  decodedIn,
  eventBytes,
  factsIn,
  incoming,
  lettersIn,
  refs,
  type SmallIntake,
} from './support/small-intake.js';

const [order, other] = [...generateOrders({ seed: 'sealed-orders', count: 2 })] as [PlainOrder, PlainOrder];
const orderRef = refs.orderRef(order.orderId);
const [retired, newest] = INGRESS_KEYS;

let session: SealingSession;
let intake: SmallIntake;
beforeAll(async () => {
  session = await sessionTo(newest);
});
beforeEach(() => {
  intake = createSmallIntake();
});

const placed = (value: OrderPlaced, offset = 0, timestampMs = 0) => {
  return { ...incoming(value.orderId, eventBytes('OrderPlaced', value), offset), timestampMs };
};
const blockOf = (value: OrderPlaced): SealedBlock => {
  if (!('fulfilment.crypto.SealedBlock' in value.shipping)) throw new Error('the block is plain');
  return value.shipping['fulfilment.crypto.SealedBlock'];
};
const withBlock = (value: OrderPlaced, block: SealedBlock): OrderPlaced => {
  return { ...value, shipping: { 'fulfilment.crypto.SealedBlock': block } };
};

/** What the vault's owner reads in the sealed blocks of the outputs. */
async function blocksIn(outputs: readonly OutgoingRecord[]): Promise<Record<string, unknown>> {
  const keys = (await intake.vault.keysFor([orderRef])).get(orderRef);
  if (keys?.kind !== 'keys') throw new Error('no keys');
  const blocks: Record<string, unknown> = {};
  for (const { category, schemaName, block } of decodedIn(outputs, topics.ordersSealed)) {
    const opened = intake.vault.open(keys.keys, orderRef, category as 'shipping', schemaName, block);
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    blocks[category] = codec.decodeBare(schemaName as 'fulfilment.orders.Shipping', opened.plain);
  }
  return blocks;
}

/** The refusal of the only event: facts that say so, and the dead letter. */
async function refusalOf(value: OrderPlaced, timestampMs = 0) {
  const outputs = await intake.work([placed(value, 0, timestampMs)]);
  expect(decodedIn(outputs, topics.ordersSealed)).toEqual([]);
  const [facts] = factsIn(outputs);
  const [letter] = lettersIn(outputs);
  expect(facts?.state).toBe('REFUSED');
  return { codes: facts?.refusalCodes, code: letter?.code, fieldPaths: letter?.fieldPaths };
}

describe('an order sealed at its source', () => {
  test('has the same facts and the same blocks as in plain', async () => {
    const sealedOutputs = await intake.work([placed(sealOrder(codec, session, order))]);
    const sealed = { facts: factsIn(sealedOutputs), blocks: await blocksIn(sealedOutputs) };
    intake = createSmallIntake();
    const plainOutputs = await intake.work([placed(order)]);
    expect(sealed).toEqual({ facts: factsIn(plainOutputs), blocks: await blocksIn(plainOutputs) });
    expect(Object.keys(sealed.blocks).sort()).toEqual(['contact', 'payment', 'shipping', 'signals']);
  });

  test('may have some blocks sealed and others plain', async () => {
    const half = { ...order, shipping: sealOrder(codec, session, order).shipping };
    const outputs = await intake.work([placed(half)]);
    expect(await blocksIn(outputs)).toMatchObject({ shipping: { value: blocksOf(order).shipping } });
    expect(factsIn(outputs)).toMatchObject([{ state: 'PLACED' }]);
  });

  test('comes again after a crash and is done again in the same way', async () => {
    const record = placed(sealOrder(codec, session, order));
    await intake.work([record], true);
    const outputs = await intake.work([record]);
    expect(factsIn(outputs)).toMatchObject([{ state: 'PLACED' }]);
    expect(lettersIn(outputs)).toEqual([]);
  });

  test('opens with a key that was replaced, for as long as its grace lasts', async () => {
    const late = sealOrder(codec, await sessionTo(retired), order);
    const outputs = await intake.work([placed(late, 0, 1 + GRACE_MS)]);
    expect(factsIn(outputs)).toMatchObject([{ state: 'PLACED' }]);
  });

  test('goes through the very same checks', async () => {
    const broken = withBlocks(order, {
      shipping: { ...blocksOf(order).shipping, countryCode: 'XX', carrierId: 'nobody' },
      contact: { ...blocksOf(order).contact, email: 'no address' },
    });
    const refused = await refusalOf(sealOrder(codec, session, broken));
    intake = createSmallIntake();
    expect(refused).toEqual(await refusalOf(broken));
    expect(refused.codes).toContain('COUNTRY_UNKNOWN');
  });

  test('is refused for what must never be collected, although nobody else could see it', async () => {
    const shipping = { ...blocksOf(order).shipping, addressLines: ['4111 1111 1111 1111'] };
    const refused = await refusalOf(sealOrder(codec, session, withBlocks(order, { shipping })));
    expect(refused).toMatchObject({ code: 'FORBIDDEN_CARD_NUMBER', fieldPaths: ['shipping.addressLines[0]'] });
  });
});

describe('a block that does not open is refused by name:', () => {
  test('sealed to a key that is not ours', async () => {
    const stranger = await sessionTo({ keyId: 'ingress-9-abcdef00', publicKey: newKeyPair().publicKey });
    expect(await refusalOf(sealOrder(codec, stranger, order))).toEqual({
      codes: ['BLOCK_KEY_UNKNOWN'],
      code: 'BLOCK_KEY_UNKNOWN',
      fieldPaths: ['shipping', 'contact', 'payment', 'signals'],
    });
  });

  test('sealed to somebody else under the name of our key', async () => {
    const false_ = await sessionTo({ keyId: newest.keyId, publicKey: newKeyPair().publicKey });
    expect(await refusalOf(sealOrder(codec, false_, order))).toMatchObject({ code: 'BLOCK_ALTERED' });
  });

  test('sealed to a key whose grace is over, or that was destroyed', async () => {
    const late = sealOrder(codec, await sessionTo(retired), order);
    expect(await refusalOf(late, 2 + GRACE_MS)).toMatchObject({ code: 'BLOCK_KEY_EXPIRED' });
    intake = createSmallIntake();
    const destroyed = await sessionTo({ keyId: 'ingress-1-abcdef00', publicKey: newKeyPair().publicKey });
    expect(await refusalOf(sealOrder(codec, destroyed, order))).toMatchObject({ code: 'BLOCK_KEY_EXPIRED' });
  });

  test('altered', async () => {
    const sealed = sealOrder(codec, session, order);
    const ciphertext = Buffer.from(blockOf(sealed).ciphertext);
    ciphertext[3] = (ciphertext[3] ?? 0) ^ 1;
    expect(await refusalOf(withBlock(sealed, { ...blockOf(sealed), ciphertext }))).toEqual({
      codes: ['BLOCK_ALTERED'],
      code: 'BLOCK_ALTERED',
      fieldPaths: ['shipping'],
    });
  });

  test.each([
    ['order', (): OrderPlaced => sealOrder(codec, session, other)],
    ['event', (): OrderPlaced => sealOrder(codec, session, { ...order, eventId: other.eventId })],
  ])('taken from another %s', async (_, source) => {
    const stolen = withBlock(sealOrder(codec, session, order), blockOf(source()));
    expect(await refusalOf(stolen)).toMatchObject({ code: 'BLOCK_ALTERED', fieldPaths: ['shipping'] });
  });

  test('of another category', async () => {
    const sealed = sealOrder(codec, session, order);
    const swapped = { ...sealed, contact: sealed.shipping } as OrderPlaced;
    expect(await refusalOf(swapped)).toMatchObject({ code: 'BLOCK_ALTERED', fieldPaths: ['contact'] });
  });

  test.each([
    ['no record', Buffer.from([1, 0xff]), 'UNDECODABLE_BYTES'],
    ['a record and more', Buffer.concat([codecBare(), Buffer.from([0])]), 'UNDECODABLE_BYTES'],
    ['a version nobody knows', Buffer.concat([Buffer.from([99]), codecBare().subarray(1)]), 'SCHEMA_UNKNOWN'],
    ['nothing', Buffer.alloc(0), 'UNDECODABLE_BYTES'],
  ])('with %s inside', async (_, plain, code) => {
    const binding = blockBinding('shipping', 'fulfilment.orders.Shipping', order.eventId, order.orderId);
    const value = withBlock(sealOrder(codec, session, order), session.seal(plain, binding));
    expect(await refusalOf(value)).toMatchObject({ code, fieldPaths: ['shipping'] });
  });

  test('and an order mended afterwards is taken', async () => {
    const stranger = await sessionTo({ keyId: 'ingress-9-abcdef00', publicKey: newKeyPair().publicKey });
    await intake.work([placed(sealOrder(codec, stranger, order))]);
    const mended = { ...order, eventId: other.eventId };
    const outputs = await intake.work([placed(sealOrder(codec, session, mended), 1)]);
    expect(factsIn(outputs)).toMatchObject([{ state: 'PLACED', revision: 2 }]);
  });
});

function codecBare(): Buffer {
  return Buffer.from(codec.encodeBare('fulfilment.orders.Shipping', blocksOf(order).shipping));
}
