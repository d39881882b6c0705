// Orders that look odd and are sound: whoever refuses them turns real people away.
import { type PlainBlocks, blocksOf, withBlocks } from '../orders/plain-order.js';
import { type BrokenInput, brokenOrder } from './broken-input.js';

const berlin = {
  city: 'Berlin',
  region: null,
  postalCode: '10115',
  countryCode: 'DE',
  carrierId: 'swiftpost',
  pickupPoint: null,
} as const;
const toBerlin = (change: Partial<PlainBlocks['shipping']>) => (order: Parameters<typeof withBlocks>[0]) =>
  withBlocks(order, {
    shipping: { ...blocksOf(order).shipping, ...berlin, addressLines: ['Invalidenstr. 7'], ...change },
  });

export const UNUSUAL_ORDERS: readonly BrokenInput[] = [
  brokenOrder('a name with an emoji', 'accepted', toBerlin({ recipientName: 'Ada 🌻 Lovelace' })),
  brokenOrder('a name with a joined emoji', 'accepted', toBerlin({ recipientName: 'Familie 👩‍👩‍👧‍👦 Müller' })),
  brokenOrder('a name from right to left', 'accepted', toBerlin({ recipientName: 'محمد العربي' })),
  brokenOrder(
    'a Hebrew name and street with a direction mark',
    'accepted',
    toBerlin({
      recipientName: '\u200fדוד כהן',
      addressLines: ['רחוב הרצל 7'],
    }),
  ),
  brokenOrder('a Chinese name', 'accepted', toBerlin({ recipientName: '王小明' })),
  brokenOrder('a name with combining marks', 'accepted', toBerlin({ recipientName: 'Nguye\u0302\u0303n Thi\u0323' })),
  brokenOrder('a name of one letter', 'accepted', toBerlin({ recipientName: 'O' })),
  brokenOrder(
    'a name with apostrophe, hyphen and full stop',
    'accepted',
    toBerlin({ recipientName: "Dr. Siobhán O'Brien-Ní Dhómhnaill" }),
  ),
  brokenOrder('a name that means nothing to a computer', 'accepted', toBerlin({ recipientName: 'Null Undefined' })),
  brokenOrder(
    'a name that looks like an attack',
    'accepted',
    toBerlin({ recipientName: "Robert'); DROP TABLE orders;--" }),
  ),
  brokenOrder(
    'an address as long as it may be',
    'accepted',
    toBerlin({ addressLines: Array.from({ length: 6 }, () => 'a'.repeat(120)) }),
  ),
  brokenOrder('nobody to call or to write to', 'accepted', toBerlin({ phone: null, email: null })),
  brokenOrder('an article number of sixteen digits that is no card', 'accepted', (order) => ({
    ...order,
    items: order.items.map((item) => ({ ...item, description: 'Article 9900000000000018' })),
  })),
  brokenOrder('an unreadable IP address', 'accepted', (order) =>
    withBlocks(order, { signals: { ...blocksOf(order).signals, ipAddress: 'unknown, via proxy' } }),
  ),
  brokenOrder('500 items', 'accepted', (order) => ({
    ...order,
    items: Array.from({ length: 500 }, (_, i) => ({
      ...(order.items[0] as (typeof order.items)[number]),
      sku: `s-${i}`,
    })),
  })),
  brokenOrder('an order that costs nothing', 'accepted', (order) =>
    withBlocks(order, { payment: { ...blocksOf(order).payment, amount: '0', method: 'voucher', cardLast4: null } }),
  ),
];
