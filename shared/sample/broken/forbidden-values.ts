// Orders with data in their texts that must never be collected. Card numbers are those that issuers publish for tests.
import { type PlainBlocks, type PlainOrder, blocksOf, withBlocks } from '../orders/plain-order.js';
import { type BrokenInput, brokenOrder } from './broken-input.js';

type Change = (order: PlainOrder) => PlainOrder;

const shipping =
  (change: Partial<PlainBlocks['shipping']>): Change =>
  (order) =>
    withBlocks(order, { shipping: { ...blocksOf(order).shipping, ...change } });
const secondLine =
  (text: string): Change =>
  (order) =>
    shipping({ addressLines: [blocksOf(order).shipping.addressLines[0] ?? 'Somewhere 7', text] })(order);
const reference =
  (text: string): Change =>
  (order) =>
    withBlocks(order, { payment: { ...blocksOf(order).payment, reference: text } });
const description =
  (text: string): Change =>
  (order) => ({
    ...order,
    items: order.items.map((item, i) => (i === 0 ? { ...item, description: text } : item)),
  });

export const FORBIDDEN_VALUES: readonly BrokenInput[] = [
  brokenOrder('a card number as payment reference', 'FORBIDDEN_CARD_NUMBER', reference('4111111111111111')),
  brokenOrder('a card number in groups of four', 'FORBIDDEN_CARD_NUMBER', reference('card 5555 5555 5555 4444')),
  brokenOrder(
    'a card number with dashes in the address',
    'FORBIDDEN_CARD_NUMBER',
    secondLine('pay with 4242-4242-4242-4242'),
  ),
  brokenOrder(
    'a card number of fifteen digits in a description',
    'FORBIDDEN_CARD_NUMBER',
    description('Gift card for 378282246310005'),
  ),
  brokenOrder(
    'a card number as the name',
    'FORBIDDEN_CARD_NUMBER',
    shipping({ recipientName: 'Ada 4000056655665556' }),
  ),
  brokenOrder('a security code beside the reference', 'FORBIDDEN_CARD_SECURITY_CODE', reference('pay-77 cvv 123')),
  brokenOrder('a security code in the address', 'FORBIDDEN_CARD_SECURITY_CODE', secondLine('CVC: 9876')),
  brokenOrder('a security code in German', 'FORBIDDEN_CARD_SECURITY_CODE', secondLine('Kartenprüfnummer 123')),
  brokenOrder('a position as the address', 'FORBIDDEN_LOCATION', secondLine('52.52000, 13.40500')),
  brokenOrder('a position with hemispheres', 'FORBIDDEN_LOCATION', secondLine('52°31\'12"N 13°24\'18"E')),
  brokenOrder('a geo link', 'FORBIDDEN_LOCATION', secondLine('geo:52.5200,13.4050')),
  brokenOrder('a link to a map', 'FORBIDDEN_LOCATION', secondLine('https://maps.app.goo.gl/abcdef')),
  brokenOrder('a full plus code', 'FORBIDDEN_LOCATION', secondLine('9F4MGC22+2R')),
  brokenOrder('a picture inside a description', 'FORBIDDEN_ALBUM', description('data:image/png;base64,iVBORw0KGgo=')),
  brokenOrder('a path of the camera', 'FORBIDDEN_ALBUM', secondLine('/storage/emulated/0/DCIM/Camera/x')),
  brokenOrder('the name of a photo', 'FORBIDDEN_ALBUM', description('as in IMG_20260105.jpg')),
  brokenOrder('a shared album', 'FORBIDDEN_ALBUM', secondLine('https://photos.app.goo.gl/abc')),
];
