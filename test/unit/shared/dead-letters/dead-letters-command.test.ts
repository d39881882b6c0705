// Dead letters as operators see them: what was refused and why, nothing of the record itself, and the record again when it is wanted.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DeadLetter } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { deadLettersCommand, type LetterDesk, readLetterArguments } from '#shared/dead-letters/dead-letters-command';
import { type FoundLetter, openOriginal } from '#shared/dead-letters/read-dead-letters';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit } from '#test/unit/services/support/small-road';

const [order] = [...generateOrders({ seed: 'dead-letters', count: 1 })] as [PlainOrder];
const CARD = '4111 1111 1111 1111';
const { recipientName } = blocksOf(order).shipping;

let road: Awaited<ReturnType<typeof givenRoad>>;
let refused: readonly IncomingRecord[];
let letters: FoundLetter[];
let sent: OutgoingRecord[];
let said: string;

beforeEach(async () => {
  road = await givenRoad();
  [sent, said] = [[], ''];
  const card = { ...order, items: order.items.map((item) => ({ ...item, description: CARD })) };
  const noAvro = road.record(topics.ordersEvents.name, order.orderId, Buffer.from(JSON.stringify(order)));
  refused = [road.event('OrderPlaced', card), noAvro];
  const outputs = await runUnit(road.intake, [...refused]);
  letters = road
    .decoded<DeadLetter>(outputs, topics.intakeDeadLetters)
    .map((letter, at) => ({ service: 'intake', partition: 1, offset: String(at), letter }));
});

async function run(...args: readonly string[]): Promise<number | string> {
  const asked = readLetterArguments(args);
  if (asked === 'help') return asked;
  if ('wrong' in asked) return asked.wrong;
  const desk: LetterDesk = {
    letters: (service) => Promise.resolve(service === 'intake' ? letters : []),
    open: (found) => openOriginal(road.vault, found),
    send: (record) => Promise.resolve(void sent.push(record)),
    plainName: (topic) => topic,
  };
  return deadLettersCommand(asked, desk, (text) => void (said += text));
}

const nameOf = (code: string): string => {
  const found = letters.find(({ letter }) => letter.code === code);
  return `${found?.partition}:${found?.offset}`;
};

describe('what was refused', () => {
  test('is listed with code, fields and place, then counted, and never shown itself', async () => {
    expect(await run('list')).toBe(0);
    expect(said).toMatch(/intake +1:\d +FORBIDDEN_CARD_NUMBER .*orders\.events 0:\d+ +items\[0\]\.description/);
    expect(said).toMatch(/2 in all: .*1 UNDECODABLE_BYTES/);
    expect(await run('show', 'intake', nameOf('FORBIDDEN_CARD_NUMBER'))).toBe(0);
    expect(said).toContain('Send at most the last four digits');
    for (const word of [CARD, recipientName, order.orderId]) expect(said).not.toContain(word);
  });

  test('is chosen by code, and the newest ones only where few are wanted', async () => {
    await run('list', '--code', 'UNDECODABLE_BYTES');
    expect(said).not.toContain('FORBIDDEN');
    said = '';
    await run('list', '--last', '1');
    expect(said.match(/^intake/gm)).toHaveLength(1);
    expect(await run('list', '--service', 'fraud')).toBe(0);
  });

  test('goes again as it was, byte for byte, to the partition it came from', async () => {
    expect(await run('redeliver', 'intake', nameOf('UNDECODABLE_BYTES'))).toBe(0);
    const [, { topic, partition, key, value }] = refused as [IncomingRecord, IncomingRecord];
    expect(sent).toEqual([expect.objectContaining({ topic, partition, key, value })]);
    expect(await run('redeliver', 'intake', '--code', 'FORBIDDEN_CARD_NUMBER')).toBe(0);
    expect(sent.at(-1)?.value).toEqual(refused[0]?.value);
  });

  test('is gone once its order is erased', async () => {
    await road.vault.shredOrders([road.refs.orderRef(order.orderId)], 9);
    expect(await run('redeliver', 'intake', nameOf('FORBIDDEN_CARD_NUMBER'))).toBe(1);
    expect(said).toContain('its order is erased');
    await run('show', 'intake', nameOf('FORBIDDEN_CARD_NUMBER'));
    expect(said).toContain('is gone');
    expect(sent).toEqual([]);
  });

  test('never goes to a topic that only its owner writes', async () => {
    letters = letters.map((found) => ({ ...found, letter: { ...found.letter, sourceTopic: 'orders.facts' } }));
    expect(await run('redeliver', 'intake', '1:0')).toBe(1);
    expect(said).toContain('written by its owner alone');
    expect(sent).toEqual([]);
  });

  test('is told to be missing where there is none', async () => {
    expect(await run('show', 'intake', '3:99')).toBe(1);
    expect(said).toContain('no such dead letter');
  });
});

describe('a command line', () => {
  test.each([
    [[], 'Say what to do'],
    [['drop'], 'no command drop'],
    [['show', 'intake'], 'show takes one letter'],
    [['show', 'desk', '1:1'], 'no service desk'],
    [['show', 'intake', '17'], 'PARTITION:OFFSET'],
    [['redeliver', 'intake'], 'one letter'],
    [['redeliver', 'intake', '1:1', '--code', 'KEY_MISSING'], 'or --code'],
    [['list', 'intake'], 'list takes'],
    [['list', '--code', 'NOPE'], 'no code NOPE'],
    [['list', '--last', 'x'], '--last'],
    [['list', '--colour'], 'colour'],
  ])('that is wrong is told how: %j', async (args, why) => {
    expect(await run(...args)).toEqual(expect.stringContaining(why));
  });
});
