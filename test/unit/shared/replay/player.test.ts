import { describe, expect, test } from '@jest/globals';
import type { OrderOutcome, OrderStatusKind } from '#schemas/generated/records';
import { createSystemClock } from '#shared/domain/system-clock';
import { createFateBook, type FateBook } from '#shared/replay/fate-book';
import type { HistoryRecord } from '#shared/replay/history-records';
import type { FinalState, HistoryStep, OrderHistory } from '#shared/replay/order-history';
import type { Pace } from '#shared/replay/pace';
import { createPlayer, type Player } from '#shared/replay/player';

const DAY_MS = 86_400_000;
const STEPS: Readonly<Record<FinalState, readonly HistoryStep[]>> = {
  accepted: [{ kind: 'placed', atMs: 0 }],
  released: [
    { kind: 'placed', atMs: 0 },
    { kind: 'paid', atMs: DAY_MS },
  ],
  shipped: [
    { kind: 'placed', atMs: 0 },
    { kind: 'paid', atMs: DAY_MS },
    { kind: 'parcel', status: 'ACCEPTED', atMs: 2 * DAY_MS },
  ],
  delivered: [
    { kind: 'placed', atMs: 0 },
    { kind: 'paid', atMs: DAY_MS },
    { kind: 'parcel', status: 'ACCEPTED', atMs: 2 * DAY_MS },
    { kind: 'parcel', status: 'DELIVERED', atMs: 3 * DAY_MS },
  ],
  cancelled: [
    { kind: 'placed', atMs: 0 },
    { kind: 'paid', atMs: DAY_MS },
    { kind: 'cancelled', atMs: DAY_MS, reason: 'CUSTOMER' },
  ],
};

function historyOf(orderId: string, expectedFinal: FinalState): OrderHistory {
  return {
    orderId,
    personKey: orderId,
    countryCode: 'BR',
    home: { city: 'Salvador', region: 'BA', postalCode: '40010-000' },
    items: [],
    amount: '12.00',
    paymentMethod: 'boleto',
    steps: STEPS[expectedFinal],
    status: expectedFinal,
    expectedFinal,
    decisions: [],
  };
}

interface Stage {
  readonly player: Player;
  readonly fates: FateBook;
  /** What was published, `order step`, with the number of orders under way at that moment. */
  readonly published: string[];
  readonly underWay: number[];
  readonly atMs: number[];
}

interface StageOptions {
  readonly histories: readonly OrderHistory[];
  readonly pace?: Pace;
  /** Steps that the broker keeps silent about. */
  readonly deafTo?: string;
  readonly refuses?: string;
  readonly before?: (fates: FateBook) => void;
}

/** A player before a broker of a few lines, which answers a moment later. */
function stage({
  histories,
  pace = { kind: 'follow', mostUnderWay: 50 },
  deafTo,
  refuses,
  before,
}: StageOptions): Stage {
  const clock = createSystemClock();
  const fates = createFateBook(histories.map(({ orderId }) => orderId));
  const [published, underWay, atMs]: [string[], number[], number[]] = [[], [], []];
  const startedMs = clock.nowMs();
  const tell = (orderId: string, status: OrderStatusKind, outcome: OrderOutcome | null = null): void =>
    player.told({ orderId, status, outcome, reasonCodes: [], fieldPaths: [], policyVersion: 1, at: 1 });
  const answer = ({ recordName, value }: HistoryRecord): void => {
    if (recordName === 'fulfilment.carriers.ShipmentStatus') {
      const orderId = value.shipmentRef.slice(4);
      if (value.status === 'ACCEPTED') return tell(orderId, 'HANDED_OVER');
      tell(orderId, 'FINISHED', 'DELIVERED');
      return tell(orderId, 'ERASED', 'DELIVERED');
    }
    const { orderId } = value;
    if (orderId === refuses) return tell(orderId, 'REFUSED');
    if (recordName === 'fulfilment.orders.OrderPlaced') return tell(orderId, 'ACCEPTED');
    if (recordName === 'fulfilment.orders.OrderCancelled') return tell(orderId, 'FINISHED', 'CANCELLED');
    tell(orderId, 'RELEASED');
    player.seen(`ref-${orderId}`);
  };
  const player = createPlayer({
    histories,
    pace,
    fates,
    shipmentRefOf: (orderId) => `ref-${orderId}`,
    publish: (records) => {
      for (const record of records) {
        const { value } = record;
        const step = 'status' in value ? value.status : (record.recordName.split('.').at(-1) ?? '');
        const orderId = 'shipmentRef' in value ? value.shipmentRef.slice(4) : value.orderId;
        published.push(`${orderId} ${step}`);
        atMs.push(clock.nowMs() - startedMs);
        if (`${orderId} ${step}` !== deafTo) setTimeout(() => answer(record), 3);
      }
      underWay.push(player.counts().underWay);
      return Promise.resolve();
    },
    clock,
    stalledAfterMs: 150,
    settledAfterMs: 100,
  });
  before?.(fates);
  return { player, fates, published, underWay, atMs };
}

const FINALS: readonly FinalState[] = ['accepted', 'released', 'shipped', 'delivered', 'cancelled'];

describe('a replay', () => {
  test('brings every order to the state of its history', async () => {
    const histories = Array.from({ length: 200 }, (_, i) => historyOf(`o${i}`, FINALS[i % 5] ?? 'accepted'));
    const { player, fates } = stage({ histories });
    expect(await player.run()).toBe('ended');
    for (const { orderId, expectedFinal } of histories) expect(fates.stateOf(orderId)).toBe(expectedFinal);
    expect(player.counts()).toEqual({ placed: 200, underWay: 0, resumed: 0 });
  });

  test('reports on a parcel only after its shipment was seen, as a carrier would', async () => {
    const { player, published } = stage({ histories: [historyOf('o', 'delivered')], deafTo: 'o PaymentConfirmed' });
    expect(await player.run()).toBe('stalled');
    expect(published).toEqual(['o OrderPlaced', 'o PaymentConfirmed']);
  });

  test('keeps no more orders under way than it is told to, so that memory stays bounded', async () => {
    const histories = Array.from({ length: 100 }, (_, i) => historyOf(`o${i}`, 'delivered'));
    const { player, underWay } = stage({ histories, pace: { kind: 'follow', mostUnderWay: 7 } });
    expect(await player.run()).toBe('ended');
    expect(Math.max(...underWay)).toBe(7);
  });

  test('ends as stalled when an order never comes to its end, instead of waiting for ever', async () => {
    const { player, fates } = stage({ histories: [historyOf('o', 'shipped')], deafTo: 'o ACCEPTED' });
    expect(await player.run()).toBe('stalled');
    expect(fates.stateOf('o')).toBe('released');
  });

  test('lets go of an order that was refused and sends nothing more of it', async () => {
    const { player, published } = stage({
      histories: [historyOf('bad', 'delivered'), historyOf('good', 'delivered')],
      pace: { kind: 'speed', factor: DAY_MS / 500 },
      refuses: 'bad',
    });
    expect(await player.run()).toBe('ended');
    expect(published.filter((step) => step.startsWith('bad'))).toEqual(['bad OrderPlaced']);
  });

  test('goes on where an interrupted one stopped: what is over is left alone, the rest goes on', async () => {
    const { player, published, fates } = stage({
      histories: [historyOf('over', 'delivered'), historyOf('half', 'delivered')],
      before: (book) => {
        const base = { outcome: null, reasonCodes: [], fieldPaths: [], policyVersion: 1, at: 1 };
        book.told({ ...base, orderId: 'over', status: 'ERASED', outcome: 'DELIVERED' });
        book.told({ ...base, orderId: 'half', status: 'RELEASED' });
      },
    });
    player.seen('ref-half');
    expect(await player.run()).toBe('ended');
    expect(published).toEqual(['half ACCEPTED', 'half DELIVERED']);
    expect(player.counts().resumed).toBe(2);
    expect(fates.stateOf('half')).toBe('delivered');
  });

  test('follows the time line of the history when time is compressed', async () => {
    const { player, published, atMs } = stage({
      histories: [historyOf('o', 'delivered')],
      pace: { kind: 'speed', factor: DAY_MS / 60 },
    });
    expect(await player.run()).toBe('ended');
    expect(published).toEqual(['o OrderPlaced', 'o PaymentConfirmed', 'o ACCEPTED', 'o DELIVERED']);
    expect(atMs[1]).toBeGreaterThanOrEqual(60);
    expect(atMs[3]).toBeGreaterThanOrEqual(180);
  });

  test('places orders at the rate it is told', async () => {
    const histories = Array.from({ length: 30 }, (_, i) => historyOf(`o${i}`, 'accepted'));
    const { player, atMs } = stage({
      histories,
      pace: { kind: 'rate', ordersPerSecond: 100, factor: Number.POSITIVE_INFINITY },
    });
    expect(await player.run()).toBe('ended');
    expect(atMs.at(-1)).toBeGreaterThanOrEqual(280);
  });

  test('keeps the time between the steps of an order when it is given a rate and a speed', async () => {
    const histories = [historyOf('a', 'delivered'), historyOf('b', 'delivered')];
    const { player, published, atMs } = stage({
      histories,
      pace: { kind: 'rate', ordersPerSecond: 20, factor: DAY_MS / 200 },
    });
    expect(await player.run()).toBe('ended');
    // Three days at 200 ms each; a machine with other work may notice the first step late, but never the last one early.
    const at = (step: string): number => atMs[published.indexOf(step)] ?? Number.NaN;
    expect(at('a DELIVERED') - at('a OrderPlaced')).toBeGreaterThanOrEqual(400);
    expect(at('b DELIVERED') - at('b OrderPlaced')).toBeGreaterThanOrEqual(400);
    expect(at('b OrderPlaced')).toBeGreaterThanOrEqual(50);
  });

  test('ends after the records under way when it is stopped', async () => {
    const histories = Array.from({ length: 10_000 }, (_, i) => historyOf(`o${i}`, 'delivered'));
    const { player } = stage({ histories });
    setTimeout(() => player.stop(), 40);
    expect(await player.run()).toBe('stopped');
    expect(player.counts().placed).toBeLessThan(10_000);
  });

  test('fails with what publishing failed with', async () => {
    const fates = createFateBook(['o']);
    const player = createPlayer({
      histories: [historyOf('o', 'accepted')],
      pace: { kind: 'follow', mostUnderWay: 1 },
      fates,
      shipmentRefOf: (orderId) => orderId,
      publish: () => Promise.reject(new Error('no broker')),
      clock: createSystemClock(),
    });
    await expect(player.run()).rejects.toThrow('no broker');
  });
});
