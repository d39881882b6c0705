// Operators' commands through the whole service: what falls due, what is held, what is refused, what the audit says.
import { describe, expect, test } from '@jest/globals';
import type { ErasureCommand } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { lane } from '#shared/refs/lane';
import { historyOf, type OrderHistory } from './support/order-histories.js';
import { createSmallWorld, topicName } from './support/small-world.js';
import { DAY_MS } from './support/staged-policy.js';

const history = historyOf('commanded', 'delivered');

function givenWorld(published: readonly OrderHistory[] = [history]) {
  const world = createSmallWorld(readPolicyFile());
  for (const { facts, progress } of published) {
    for (const one of facts) world.publishFacts(one);
    for (const one of progress) world.publishProgress(one);
  }
  /** Everybody works until nothing moves. */
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
  return { ...world, settle };
}

let commands = 0;
const command = (changes: Partial<ErasureCommand> = {}): ErasureCommand => ({
  commandId: `c-${commands++}`,
  orderRef: history.orderRef,
  action: 'ERASE',
  categories: [],
  reason: 'SUBJECT_REQUEST',
  reference: '',
  evenUnderWay: false,
  givenBy: 'officer',
  at: 1,
  ...changes,
});
const holdCommand = (action: 'PLACE_HOLD' | 'LIFT_HOLD') => command({ action, reason: '', reference: 'court-7' });

describe('an order to erase', () => {
  test('erases the whole order before its time, with the reason in ledger and requests', async () => {
    const world = givenWorld();
    await world.settle();
    expect(world.ledger()).toEqual([]);
    const given = command();
    world.publishCommand(given);
    await world.settle();
    expect(world.ledger().map(({ kind, reason, categories }) => [kind, reason, categories.length])).toEqual([
      ['STARTED', 'SUBJECT_REQUEST', 0],
      ['COMPLETED', 'SUBJECT_REQUEST', 0],
    ]);
    expect(world.requests().map(({ reason }) => reason)).toEqual(['SUBJECT_REQUEST']);
    expect(world.statuses().at(-1)).toMatchObject({ status: 'ERASED', outcome: 'DELIVERED' });
    expect(world.commandLog.noted.get(given.commandId)).toMatchObject({
      outcome: 'done',
      givenBy: 'officer',
      givenAt: 1,
    });
  });

  test('erases single categories, and the rest in its own time', async () => {
    const world = givenWorld();
    world.publishCommand(command({ categories: ['signals', 'contact'], evenUnderWay: true }));
    await world.settle();
    expect(world.ledger().map(({ categories }) => categories)).toEqual([
      ['contact', 'signals'],
      ['contact', 'signals'],
    ]);
    world.setNow(20 * DAY_MS);
    await world.settle();
    expect(world.ledger().at(-1)).toMatchObject({ kind: 'COMPLETED', categories: [], reason: 'RETENTION_ENDED' });
  });

  test('is done once, whoever repeats it and wherever an instance dies', async () => {
    const world = givenWorld();
    await world.settle();
    world.publishCommand(command());
    world.publishCommand(command());
    const life = world.consumers[0];
    if (life === undefined) throw new Error('no life');
    await world.kafka.work(life, lane(history.orderRef as OrderRef), 1, 'before-commit');
    await world.kafka.tick(life, lane(history.orderRef as OrderRef), 'before-commit');
    await world.settle();
    world.passMachineMs(2_000);
    await world.settle();
    expect(world.ledger().map(({ kind }) => kind)).toEqual(['STARTED', 'COMPLETED']);
    expect([...world.commandLog.noted.values()].map(({ outcome }) => outcome)).toEqual(['done', 'was-so']);
  });

  test('is refused by name for an order nobody knows, one under way and one that is held, and the audit says so', async () => {
    const world = givenWorld([
      historyOf('commanded', 'delivered'),
      { ...historyOf('way', 'cancelled'), progress: [], facts: historyOf('way', 'cancelled').facts.slice(0, 2) },
    ]);
    await world.settle();
    world.publishCommand(command({ orderRef: historyOf('unheard', 'lost').orderRef }));
    world.publishCommand(command({ orderRef: historyOf('way', 'cancelled').orderRef }));
    world.publishCommand(holdCommand('PLACE_HOLD'));
    world.publishCommand(command({ evenUnderWay: true }));
    await world.settle();
    const codes = ['COMMAND_ORDER_UNKNOWN', 'COMMAND_ORDER_UNDER_WAY', 'COMMAND_ORDER_HELD'];
    expect([...world.refused].sort()).toEqual([...codes].sort());
    const outcomes = [...world.commandLog.noted.values()].map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual([...codes, 'done'].sort());
    expect(world.ledger()).toEqual([]);
  });
});

test('a legal hold keeps an order past its time, and once it is lifted the order goes at once', async () => {
  const world = givenWorld();
  await world.settle();
  world.publishCommand(holdCommand('PLACE_HOLD'));
  await world.settle();
  world.setNow(50 * DAY_MS);
  await world.settle();
  expect(world.ledger()).toEqual([]);
  world.publishCommand(holdCommand('LIFT_HOLD'));
  await world.settle();
  expect(world.ledger().map(({ kind }) => kind)).toEqual(['STARTED', 'COMPLETED']);
  world.publishCommand(holdCommand('PLACE_HOLD'));
  await world.settle();
  expect(world.refused).toEqual(['COMMAND_TOO_LATE']);
});

test('commands that cannot be meant are refused with the field that is wrong', async () => {
  const world = givenWorld();
  const bad: Partial<ErasureCommand>[] = [
    { reason: 'BECAUSE' },
    { categories: ['everything'] },
    { reference: 'why' },
    { givenBy: 'Jane Doe of the office' },
    { action: 'PLACE_HOLD', reason: '', reference: '' },
    { action: 'LIFT_HOLD', reference: 'court-7' },
  ];
  for (const changes of bad) world.publishCommand(command(changes));
  world.kafka.append([
    { topic: topicName('erasure.commands'), partition: lane(history.orderRef as OrderRef), key: 'k', value: null },
  ]);
  await world.settle();
  expect(world.refused).toEqual([...bad.map(() => 'FIELD_INVALID'), 'VALUE_EMPTY']);
  expect(world.commandLog.noted.size).toBe(0);
});
