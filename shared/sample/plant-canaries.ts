// Puts markers that occur nowhere else into every personal field of an order, so that a scan of bytes can look for them.
import { type PlainOrder, blocksOf, withBlocks } from './orders/plain-order.js';
import type { SeededRandom } from './seeded-random.js';

export interface Canary {
  /** Path of the field that holds it, such as `shipping.addressLines[1]`. */
  readonly path: string;
  /** At least 12 bytes, as they stand in the field; ASCII. */
  readonly marker: string;
}

export interface PlantedOrder {
  readonly order: PlainOrder;
  readonly canaries: readonly Canary[];
}

/** No vowels: no word of any language, so nothing that looks like forbidden data. */
const LETTERS = 'bcdfghjkmnpqrtvwxz';
const MARKER_LENGTH = 18;

/**
 * The order is still one that intake accepts. What cannot hold a marker stays: postal code, country, amounts, times, last four digits.
 * @param random give each scan its own seed: markers are unique within one sequence only by their 75 random bits
 */
export function plantCanaries(order: PlainOrder, random: SeededRandom): PlantedOrder {
  const canaries: Canary[] = [];
  const planted = (path: string, marker: string, around: (marker: string) => string = (text) => text): string => {
    canaries.push({ path, marker });
    return around(marker);
  };
  const word = (path: string, around?: (marker: string) => string): string => planted(path, letters(random), around);
  const { shipping, contact, payment, signals } = blocksOf(order);
  const pickupPoint =
    shipping.pickupPoint === null
      ? null
      : {
          pointId: word('shipping.pickupPoint.pointId'),
          customerPostNumber: planted('shipping.pickupPoint.customerPostNumber', digits(random, 12)),
        };
  const changed = withBlocks(order, {
    shipping: {
      ...shipping,
      recipientName: word('shipping.recipientName', (marker) => `Ada ${marker}`),
      phone: planted('shipping.phone', `+${digits(random, 12)}`),
      email: word('shipping.email', (marker) => `${marker}@post.example`),
      addressLines: [
        word('shipping.addressLines[0]', (marker) => `${marker} 7`),
        word('shipping.addressLines[1]', (marker) => `c/o ${marker}`),
      ],
      city: word('shipping.city'),
      region: word('shipping.region'),
      pickupPoint,
    },
    contact: {
      ...contact,
      email: word('contact.email', (marker) => `${marker}@mail.example`),
      phone: planted('contact.phone', `+${digits(random, 12)}`),
    },
    payment: { ...payment, reference: word('payment.reference', (marker) => `pay_${marker}`) },
    signals: {
      ...signals,
      deviceId: word('signals.deviceId'),
      ipAddress: planted('signals.ipAddress', ipAddress(random)),
      userAgent: word('signals.userAgent', (marker) => `Mozilla/5.0 (${marker})`),
      acceptLanguage: word('signals.acceptLanguage', (marker) => `de, x-${marker};q=0.1`),
    },
  });
  return { order: { ...changed, customerId: word('customerId') }, canaries };
}

function letters(random: SeededRandom): string {
  return Array.from({ length: MARKER_LENGTH }, () => LETTERS.charAt(random.below(LETTERS.length))).join('');
}

/** Twelve digits are too few for a card number. */
function digits(random: SeededRandom, count: number): string {
  return Array.from({ length: count }, (_, i) => String(i === 0 ? random.between(1, 9) : random.below(10))).join('');
}

/** Of the range for documentation, 96 random bits. */
function ipAddress(random: SeededRandom): string {
  return `2001:db8:${Array.from({ length: 6 }, () => random.between(0x1000, 0xffff).toString(16)).join(':')}`;
}
