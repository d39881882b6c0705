// Orders for the scanner: clean ones in which much looks like something forbidden, and paths to plant forbidden things at.
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainBlocks, type PlainOrder } from '#shared/sample/orders/plain-order';
import { createRandom, type SeededRandom } from '#shared/sample/seeded-random';

export type OpenOrder = Omit<PlainOrder, keyof PlainBlocks> & PlainBlocks;

export function openOrders(count: number, seed: number): OpenOrder[] {
  return [...generateOrders({ seed, count })].map((order) => ({ ...order, ...blocksOf(order) }));
}

const digits = (random: SeededRandom, count: number): string =>
  Array.from({ length: count }, () => String(random.below(10))).join('');

/** Things real orders hold that look like something forbidden: each is written as shops, carriers and people write it. */
const LOOKALIKES: readonly [path: string, make: (random: SeededRandom) => string][] = [
  ['orderId', (r) => `${r.between(301, 306)}-${digits(r, 7)}-${digits(r, 7)}`],
  ['orderId', (r) => `2026${digits(r, 12)}`],
  ['orderId', (r) => `ORD-${digits(r, 19)}`.slice(0, 14)],
  ['customerId', (r) => `1${digits(r, 18)}`],
  ['payment.reference', (r) => `88${digits(r, 14)}`],
  ['payment.reference', (r) => `pi_3N${digits(r, 10)}xZ${digits(r, 8)}`],
  ['payment.reference', (r) => `RF18 5390 0754 ${digits(r, 4)}`],
  ['shipping.phone', (r) => `+49 ${digits(r, 3)} ${digits(r, 4)} ${digits(r, 4)}`],
  ['shipping.phone', (r) => `+4${digits(r, 13)}`],
  ['shipping.phone', (r) => `00${r.between(30, 49)} ${digits(r, 11)}`],
  ['contact.phone', (r) => `4${digits(r, 12)}`],
  ['shipping.pickupPoint', (r) => digits(r, 10)],
  [
    'shipping.addressLines[0]',
    (r) => `Hauptstraße ${r.between(100, 999)}-${r.between(100, 999)}, ${r.between(1, 9)}. OG`,
  ],
  ['shipping.addressLines[0]', (r) => `C/ Mayor ${r.between(100, 200)}, ${r.between(1, 9)}º ${r.between(1, 9)}ª`],
  ['shipping.addressLines[0]', (r) => `Carretera Federal Km ${r.between(10, 99)}.5, Lote ${r.between(1, 99)}`],
  [
    'shipping.addressLines[0]',
    (r) => `Cra ${r.between(7, 90)} # ${r.between(10, 99)}-${r.between(10, 99)} Int. ${digits(r, 3)}`,
  ],
  ['shipping.addressLines[0]', (r) => `Rua da Praia N ${r.between(10, 99)}, E ${r.between(10, 99)}, Bl. S`],
  ['shipping.addressLines[1]', (r) => `Gate security code ${digits(r, 4)}`],
  ['shipping.addressLines[1]', (r) => `c/o Visa Office, Sicherheitsdienst ${digits(r, 3)}`],
  ['shipping.addressLines[1]', (r) => `Tel. +49 30 ${digits(r, 4)} ${digits(r, 4)}`],
  ['shipping.addressLines[1]', (r) => `Packstation ${digits(r, 3)} / ${digits(r, 8)}`],
  ['shipping.addressLines[1]', () => 'GC22+2R Berlin'],
  ['items[0].sku', (r) => eanOf(`40${digits(r, 10)}`)],
  ['items[0].sku', (r) => `CVC-${digits(r, 3)}-BLK`],
  ['items[0].sku', (r) => eanOf(`3${digits(r, 12)}`)],
  ['items[0].description', (r) => `Polo shirt CVC ${r.between(160, 240)} gsm, navy`],
  ['items[0].description', (r) => `T-Shirt CVC ${r.between(160, 240)} cotton blend`],
  ['items[0].description', () => 'Hoodie CVC 60/40, 280 g/m²'],
  ['items[0].description', (r) => `Tights 40 den, sizes 36-38-40-42-44-46-${r.between(47, 52)}`],
  ['items[0].description', (r) => `Article EAN ${eanOf(`50${digits(r, 10)}`)}`],
  ['items[0].description', () => 'Calendar 2022 2023 2024 2025 2026'],
  ['items[0].description', (r) => `Puzzle 1.000, 2.000 and 3.000 pieces, ${r.between(10, 99)},95 EUR`],
  ['items[0].description', (r) => `Rug 1.60 x 2.30 m, pile 12.50, 3.${r.between(10, 99)} mm`],
  ['items[0].description', (r) => `Gift card code ${digits(r, 4)}`],
  ['items[0].description', (r) => `Replacement for order 302-${digits(r, 7)}-${digits(r, 7)}`],
  ['items[0].description', () => 'Album "Greatest Hits", photo frame 13/18, picture hooks'],
  ['items[0].description', () => 'Long cardigan, lat pulldown shirt, geo print, S/M/L'],
  ['items[0].description', (r) => `Watch, serial ${r.between(350000, 359999)}${digits(r, 9)}`],
];

/** A clean order with one to three of them. */
export function withLookalikes(order: OpenOrder, seed: number): OpenOrder {
  const random = createRandom(`lookalikes/${seed}`);
  return Array.from({ length: random.between(1, 3) }).reduce<OpenOrder>((changed) => {
    const [path, make] = random.pick(LOOKALIKES);
    return planted(changed, path, make(random));
  }, order);
}

/** The order with a text written to one of its paths; the second address line is added when there is none. */
export function planted(order: OpenOrder, path: string, text: string): OpenOrder {
  const copy = structuredClone(order) as unknown as Record<string, unknown>;
  const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  const last = keys.pop() as string;
  if (last === 'pickupPoint') {
    (copy['shipping'] as Record<string, unknown>)[last] = { pointId: '145', customerPostNumber: text };
    return copy as unknown as OpenOrder;
  }
  let at = copy;
  for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
  at[last] = text;
  return copy as unknown as OpenOrder;
}

/** A number with the check digit of article numbers, 13 or 14 digits with it. */
function eanOf(body: string): string {
  const sum = body
    .split('')
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** A number with the Luhn digit of cards. */
export function cardOf(body: string): string {
  const sum = body
    .split('')
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
