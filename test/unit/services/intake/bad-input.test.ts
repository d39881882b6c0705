// The whole corpus of broken inputs through the flow: each gets its name, once, and nothing of it is written in clear.
import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { schemas } from '#schemas/generated/schemas';
import { topics } from '#schemas/generated/topics';
import { BROKEN_INPUTS, type BrokenInputKit } from '#shared/sample/broken-inputs';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createSmallIntake, eventBytes, factsIn, incoming, lettersIn, refs, registry } from './support/small-intake.js';

const orders = generateOrders({ seed: 'bad-input', count: 500, customers: 50 });

function nextOrder(): PlainOrder {
  const { value } = orders.next();
  if (value === undefined) throw new Error('there are no orders left');
  return value;
}

function wire(schema: unknown, value: unknown): Promise<Buffer> {
  const header = Buffer.alloc(5);
  header.writeInt32BE(registry.put(schema as never), 1);
  return Promise.resolve(Buffer.concat([header, avro.Type.forSchema(schema as avro.Schema).toBuffer(value)]));
}

/** Orders made for an input, so that the test knows their ids. */
function kitOf(made: PlainOrder[]): BrokenInputKit {
  return {
    order: () => {
      const order = nextOrder();
      made.push(order);
      return order;
    },
    encode: (recordName, value) => wire(schemas[recordName as keyof typeof schemas].at(-1)?.schema, value),
    encodeAs: wire,
  };
}

const WINDOW = 12;

/** Pieces of the refused value, without the order ids, which facts and keys may name. */
function piecesOf(value: Buffer, ids: readonly string[]): Buffer[] {
  let texts = [value.toString('latin1')];
  for (const id of ids) texts = texts.flatMap((text) => text.split(id));
  const stride = Math.max(1, Math.ceil(value.length / (value.length > 100_000 ? 100 : 2_000)));
  return texts.flatMap((text) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at + WINDOW <= text.length; at += stride)
      pieces.push(Buffer.from(text.slice(at, at + WINDOW), 'latin1'));
    return pieces;
  });
}

describe('a broken input at intake', () => {
  const inputs = BROKEN_INPUTS.filter(({ topic }) => topic === topics.ordersEvents.name);

  test.each(inputs.map((input) => [input.name, input] as const))(
    'gets its name in exactly one dead letter, sealed, and the road goes on: %s',
    async (_name, input) => {
      const made: PlainOrder[] = [];
      const records = await input.records(kitOf(made));
      const intake = createSmallIntake();
      const outputs = await intake.work(
        records.map(({ key, value }, offset) => ({ ...incoming(null, value, offset), key })),
      );
      const letters = lettersIn(outputs).map(({ code, sourceOffset }) => [sourceOffset, code]);
      const expected = records.flatMap(({ expected: code }, offset) => (code === 'accepted' ? [] : [[offset, code]]));
      expect(letters.sort(([one], [other]) => Number(one) - Number(other))).toEqual(expected);
      const written = Buffer.concat(
        outputs.flatMap(({ key, value }) => [Buffer.from(key ?? ''), value ?? Buffer.of()]),
      );
      const ids = made.map(({ orderId }) => orderId);
      for (const { value, expected: code } of records) {
        if (value === null || code === 'accepted' || records.length > 1) continue;
        expect(piecesOf(value, ids).filter((piece) => written.includes(piece))).toEqual([]);
      }
      const good = nextOrder();
      const bytes = eventBytes('OrderPlaced', good);
      expect(factsIn(await intake.work([incoming(good.orderId, bytes, 99)]))).toMatchObject([{ state: 'PLACED' }]);
    },
  );
});

describe('trouble of our own at intake', () => {
  const order = nextOrder();
  const placed = incoming(order.orderId, eventBytes('OrderPlaced', order), 1);
  const nonsense = incoming('x', Buffer.from('nonsense'), 2);

  test('refuses nothing: a vault out of reach fails the unit, and the next try takes all of it', async () => {
    let down = true;
    const intake = createSmallIntake({
      wrapVault: (vault) => ({
        ...vault,
        admit: (admissions) =>
          down ? Promise.reject(new FulfilmentError('MONGO_UNAVAILABLE')) : vault.admit(admissions),
      }),
    });
    await expect(intake.work([placed, nonsense])).rejects.toMatchObject({ code: 'MONGO_UNAVAILABLE' });
    down = false;
    const outputs = await intake.work([placed, nonsense]);
    expect(factsIn(outputs)).toMatchObject([{ orderId: order.orderId, revision: 1 }]);
    expect(lettersIn(outputs)).toMatchObject([{ code: 'UNDECODABLE_BYTES' }]);
  });

  test('refuses nothing: an unknown schema during an outage of the registry fails the unit instead of being refused', async () => {
    const foreign = Buffer.concat([Buffer.from([0, 0x7f, 0xff, 0xff, 0x01]), Buffer.from('value')]);
    const intake = createSmallIntake();
    registry.down = true;
    try {
      await expect(intake.work([placed, incoming('x', foreign, 3)])).rejects.toMatchObject({
        code: 'REGISTRY_UNAVAILABLE',
      });
    } finally {
      registry.down = false;
    }
    expect(lettersIn(await intake.work([incoming('x', foreign, 3)]))).toMatchObject([{ code: 'SCHEMA_UNKNOWN' }]);
  });

  test('loses no dead letter: when it cannot be sealed, the unit fails', async () => {
    const intake = createSmallIntake({
      wrapVault: (vault) => ({
        ...vault,
        deadLetterKeys: () => Promise.reject(new FulfilmentError('MONGO_UNAVAILABLE')),
      }),
    });
    await expect(intake.work([placed, nonsense])).rejects.toMatchObject({ code: 'MONGO_UNAVAILABLE' });
  });

  test('stops rather than guess when the keys of an order do not open', async () => {
    const intake = createSmallIntake({
      wrapVault: (vault) => ({
        ...vault,
        keysFor: async (asked) => new Map(asked.map((ref) => [ref, { kind: 'unreadable', reason: 'foreign' }])),
      }),
    });
    const paid = {
      eventId: order.eventId,
      orderId: order.orderId,
      occurredAt: order.occurredAt,
      amount: '1',
      currency: 'EUR',
    };
    const record = incoming(order.orderId, eventBytes('PaymentConfirmed', paid), 1);
    await expect(intake.work([record])).rejects.toMatchObject({ code: 'KEY_UNREADABLE' });
  });

  test('keeps no original of an erased order, whatever is wrong with what comes for it', async () => {
    const intake = createSmallIntake();
    await intake.work([placed]);
    await intake.vault.shredOrders([refs.orderRef(order.orderId)], 1);
    const broken = incoming(order.orderId, eventBytes('OrderPlaced', { ...order, items: [] }), 4);
    expect(lettersIn(await intake.work([broken]))).toMatchObject([{ code: 'ORDER_ERASED', original: null }]);
  });
});
