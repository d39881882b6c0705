import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { historyToEvents, OLIST_DECISIONS } from '#shared/replay/olist/history-to-events';
import type { OlistOrder } from '#shared/replay/olist/olist-rows';
import { readOlist } from '#shared/replay/olist/read-olist';

const PURCHASED = '2017-05-01 10:00:00';
const APPROVED = '2017-05-01 12:00:00';
const HANDED_OVER = '2017-05-03 09:00:00';
const DELIVERED = '2017-05-09 18:00:00';

/** A delivered order with everything in place; each test changes what it is about. */
function given(change: Partial<OlistOrder> = {}): OlistOrder {
  return {
    orderId: 'order-1',
    customer: { uniqueId: 'person-1', zipPrefix: '1310', city: 'rio do sul', state: 'SC' },
    status: 'delivered',
    purchasedAt: PURCHASED,
    approvedAt: APPROVED,
    handedOverAt: HANDED_OVER,
    deliveredAt: DELIVERED,
    estimatedDelivery: '2017-05-20 00:00:00',
    items: [{ productId: 'p1', price: '35.9', freight: '5.1' }],
    payments: [{ type: 'credit_card', value: '41.0' }],
    ...change,
  };
}

function historyOf(change: Partial<OlistOrder> = {}) {
  const [history] = historyToEvents([given(change)]);
  if (history === undefined) throw new Error('one row gives one history');
  const steps = history.steps.map((step) => {
    const what = step.kind === 'parcel' ? step.status : step.kind;
    return `${what} ${new Date(step.atMs - 3 * 3_600_000).toISOString().slice(5, 16)}`;
  });
  return { ...history, told: steps };
}

describe('the history of an Olist order', () => {
  test('goes from purchase to delivery at the times of the files', () => {
    const { told, expectedFinal, decisions } = historyOf();
    expect(told).toEqual([
      'placed 05-01T10:00',
      'paid 05-01T12:00',
      'ACCEPTED 05-03T09:00',
      'IN_TRANSIT 05-03T09:00',
      'DELIVERED 05-09T18:00',
    ]);
    expect(expectedFinal).toBe('delivered');
    expect(decisions).toEqual([]);
  });

  test.each([
    ['created', 'accepted', ['placed']],
    ['approved', 'released', ['placed', 'paid']],
    ['invoiced', 'released', ['placed', 'paid']],
    ['processing', 'released', ['placed', 'paid']],
    ['shipped', 'shipped', ['placed', 'paid', 'ACCEPTED', 'IN_TRANSIT']],
    ['delivered', 'delivered', ['placed', 'paid', 'ACCEPTED', 'IN_TRANSIT', 'DELIVERED']],
    ['canceled', 'cancelled', ['placed', 'paid', 'cancelled']],
    ['unavailable', 'cancelled', ['placed', 'paid', 'cancelled']],
  ])('ends a %s order as %s', (status, final, steps) => {
    const { told, expectedFinal } = historyOf({ status });
    expect(expectedFinal).toBe(final);
    expect(told.map((step) => step.split(' ')[0])).toEqual(steps);
  });

  test('cancels for lack of stock what was unavailable, by the customer what was canceled', () => {
    const reasonOf = (status: string) => historyOf({ status }).steps.at(-1);
    expect(reasonOf('unavailable')).toMatchObject({ reason: 'STOCK' });
    expect(reasonOf('canceled')).toMatchObject({ reason: 'CUSTOMER' });
  });

  test('does not pay what was cancelled before its approval', () => {
    const { told } = historyOf({ status: 'canceled', approvedAt: '', handedOverAt: '', deliveredAt: '' });
    expect(told).toEqual(['placed 05-01T10:00', 'cancelled 05-01T10:00']);
  });

  test('believes the status of a cancelled order rather than its delivery', () => {
    const { told, decisions } = historyOf({ status: 'canceled' });
    expect(told).toEqual(['placed 05-01T10:00', 'paid 05-01T12:00', 'cancelled 05-09T18:00']);
    expect(decisions).toEqual(['hand-over-denied-by-status', 'cancelled-after-last-known-time']);
  });

  test('assumes the payment of what was delivered without an approval', () => {
    const { told, decisions } = historyOf({ approvedAt: '' });
    expect(told.slice(0, 3)).toEqual(['placed 05-01T10:00', 'paid 05-01T10:00', 'ACCEPTED 05-03T09:00']);
    expect(decisions).toEqual(['payment-assumed']);
  });

  test('assumes hand-over and delivery where only the status knows of them', () => {
    const { told, decisions } = historyOf({ handedOverAt: '', deliveredAt: '' });
    expect(told.slice(2)).toEqual(['ACCEPTED 05-01T12:00', 'IN_TRANSIT 05-01T12:00', 'DELIVERED 05-20T00:00']);
    expect(decisions).toEqual(['hand-over-assumed', 'delivery-assumed']);
  });

  test('never tells a consequence before its cause, whatever the clocks of the shops said', () => {
    const { steps, decisions } = historyOf({ handedOverAt: '2017-04-30 08:00:00', deliveredAt: '2017-04-30 09:00:00' });
    const times = steps.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(decisions).toEqual(['time-moved-after-its-cause']);
  });

  test('gives an order without items one placeholder at the price that was paid, because an order without items is refused', () => {
    const { items, amount, decisions } = historyOf({ items: [] });
    expect(items).toMatchObject([{ sku: 'unlisted', quantity: 1, unitPrice: '41.00' }]);
    expect(amount).toBe('41.00');
    expect(decisions).toEqual(['items-unlisted']);
  });

  test('adds up items and freight where no payment is known', () => {
    const { amount, paymentMethod, decisions } = historyOf({ payments: [] });
    expect([amount, paymentMethod]).toEqual(['41.00', 'unknown']);
    expect(decisions).toEqual(['amount-from-items', 'payment-method-unknown']);
  });

  test('adds up several payments and names the kind that paid most', () => {
    const payments = [
      { type: 'voucher', value: '1.1' },
      { type: 'boleto', value: '30' },
      { type: 'voucher', value: '9.9' },
    ];
    expect(historyOf({ payments })).toMatchObject({ amount: '41.00', paymentMethod: 'boleto' });
  });

  test('makes one line of the same product at the same price', () => {
    const row = { productId: 'p1', price: '10', freight: '1' };
    const { items } = historyOf({ items: [row, row, { ...row, price: '12' }, { ...row, productId: 'p2' }] });
    expect(items.map(({ quantity, unitPrice }) => `${quantity} x ${unitPrice}`)).toEqual([
      '2 x 10.00',
      '1 x 12.00',
      '1 x 10.00',
    ]);
  });

  test('gives back to postal codes the zero that the files lost, and to towns their capitals', () => {
    const { home } = historyOf();
    expect(home).toMatchObject({ city: 'Rio do Sul', region: 'SC' });
    expect(home.postalCode).toMatch(/^01310-\d{3}$/);
  });

  test('gives people the same home in all their orders', () => {
    expect(historyOf({ orderId: 'order-2' }).home).toEqual(historyOf().home);
  });

  test('stops at a status that it does not know rather than guess', () => {
    expect(() => historyOf({ status: 'teleported' })).toThrow('not known: teleported');
    expect(() => historyOf({ purchasedAt: '01/05/2017' })).toThrow('not of the form');
  });

  test('documents every decision by its name', async () => {
    const { readFile } = await import('node:fs/promises');
    const readme = await readFile('shared/replay/olist/README.md', 'utf8');
    expect(OLIST_DECISIONS.filter((decision) => !readme.includes(`| \`${decision}\` |`))).toEqual([]);
  });
});

describe('the files of the history', () => {
  const files = {
    orders: [
      'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date',
      'b,c2,created,2017-02-01 00:00:00,,,,2017-03-01 00:00:00',
      'a,c1,delivered,2017-01-01 00:00:00,2017-01-01 01:00:00,2017-01-02 00:00:00,2017-01-05 00:00:00,2017-02-01 00:00:00',
    ],
    customers: [
      'customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state',
      'c1,u1,01310,sao paulo,SP',
      'c2,u2,9000,porto alegre,RS',
    ],
    order_items: ['order_id,order_item_id,product_id,price,freight_value', 'a,1,p,10.5,1', 'a,2,p,10.5,1'],
    order_payments: ['order_id,payment_sequential,payment_type,payment_value', 'a,1,boleto,23'],
  };

  function folderWith(contents: Partial<Record<keyof typeof files, readonly string[]>>, gzipped = true): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'history-'));
    for (const [name, lines] of Object.entries(contents)) {
      const text = `${lines.join('\n')}\n`;
      writeFileSync(
        path.join(folder, `olist_${name}_union.csv${gzipped ? '.gz' : ''}`),
        gzipped ? gzipSync(text) : text,
      );
    }
    return folder;
  }

  test.each([true, false])('are joined per order, oldest purchase first (gzipped: %s)', async (gzipped) => {
    const rows = await readOlist(folderWith(files, gzipped));
    expect(rows.map(({ orderId }) => orderId)).toEqual(['a', 'b']);
    expect(rows[0]).toMatchObject({ customer: { uniqueId: 'u1', city: 'sao paulo' }, items: [{ price: '10.5' }, {}] });
    expect(rows[1]).toMatchObject({ status: 'created', approvedAt: '', items: [], payments: [] });
  });

  test('are named when one is missing', async () => {
    const { order_payments: _, ...others } = files;
    await expect(readOlist(folderWith(others))).rejects.toThrow('no olist_order_payments');
  });

  test('are refused when a column is missing', async () => {
    await expect(readOlist(folderWith({ ...files, order_items: ['order_id,price', 'a,1'] }))).rejects.toThrow(
      'no column product_id, freight_value',
    );
  });

  test('are refused when an order has no customer, because nobody could be delivered to', async () => {
    await expect(readOlist(folderWith({ ...files, customers: files.customers.slice(0, 2) }))).rejects.toThrow(
      'order b has no row in the customers file',
    );
  });

  test('end the replay when one is cut off, rather than let it hang', async () => {
    const folder = folderWith(files);
    const whole = gzipSync(`${files.orders.join('\n')}\n`);
    writeFileSync(path.join(folder, 'olist_orders_union.csv.gz'), whole.subarray(0, -6));
    await expect(readOlist(folder)).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
  });
});
