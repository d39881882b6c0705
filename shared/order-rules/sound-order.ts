// The quick look at an order: true only if the rules of event-schemas.ts find nothing. Nearly every order passes here for a fifth of
// what the rules cost; whatever does not is given to the rules, which name the fault. A property test holds the two together.
import type { Contact, Item, OrderPlaced, Payment, Shipping, Signals } from '#schemas/generated/records';
import { isPlausibleTime } from '#shared/domain/plausible-time';
import { isWellFormedText } from '#shared/policy/address/well-formed-text';
import { LIMITS } from './event-schemas.js';
import type { PlainParts } from './plain-parts.js';

export function isSoundOrder(order: OrderPlaced, parts: PlainParts): boolean {
  const { shipping, contact, payment, signals } = parts;
  return (
    UUID.test(order.eventId) &&
    isText(order.orderId, ID) &&
    isText(order.customerId, ID) &&
    isPlausibleTime(order.occurredAt) &&
    areSoundItems(order.items) &&
    (shipping === null || isSoundShipping(shipping)) &&
    (contact === null || isSoundContact(contact)) &&
    (payment === null || isSoundPayment(payment)) &&
    (signals === null || isSoundSignals(signals))
  );
}

const ID = 100;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const PHONE = /^\+?[\d\s().\-/]{4,}$/;
const LOCALE = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/;
const HS_CODE = /^\d{4,10}$/;
const LAST_FOUR = /^\d{4}$/;

function areSoundItems(items: readonly Item[]): boolean {
  if (items.length === 0 || items.length > LIMITS.items) return false;
  for (const item of items) if (!isSoundItem(item)) return false;
  return true;
}

function isSoundItem(item: Item): boolean {
  return (
    isText(item.sku, ID) &&
    isText(item.description, LIMITS.longText) &&
    item.quantity >= 1 &&
    item.quantity <= 10_000 &&
    isMoney(item.unitPrice) &&
    isCapitals(item.currency, 3) &&
    item.weightGrams >= 0 &&
    item.weightGrams <= 1_000_000 &&
    (item.originCountry === null || isCapitals(item.originCountry, 2)) &&
    (item.hsCode === null || HS_CODE.test(item.hsCode))
  );
}

function isSoundShipping(shipping: Shipping): boolean {
  const { addressLines, pickupPoint } = shipping;
  if (addressLines.length > LIMITS.addressLines) return false;
  for (const line of addressLines) if (!isText(line, LIMITS.shortText)) return false;
  return (
    isText(shipping.recipientName, LIMITS.shortText) &&
    (shipping.phone === null || isPhone(shipping.phone)) &&
    (shipping.email === null || isEmail(shipping.email)) &&
    isText(shipping.city, LIMITS.shortText) &&
    (shipping.region === null || isText(shipping.region, LIMITS.shortText)) &&
    (shipping.postalCode === null || isText(shipping.postalCode, 20)) &&
    isCapitals(shipping.countryCode, 2) &&
    (pickupPoint === null ||
      (isText(pickupPoint.pointId, ID) &&
        (pickupPoint.customerPostNumber === null || isText(pickupPoint.customerPostNumber, ID)))) &&
    isText(shipping.carrierId, ID) &&
    isText(shipping.serviceLevel, ID)
  );
}

function isSoundContact({ email, phone, locale }: Contact): boolean {
  return isEmail(email) && (phone === null || isPhone(phone)) && LOCALE.test(locale);
}

function isSoundPayment({ method, reference, amount, currency, cardLast4 }: Payment): boolean {
  return (
    isText(method, ID) &&
    isText(reference, LIMITS.shortText) &&
    isMoney(amount) &&
    isCapitals(currency, 3) &&
    (cardLast4 === null || LAST_FOUR.test(cardLast4))
  );
}

function isSoundSignals({ deviceId, ipAddress, userAgent, acceptLanguage, accountCreatedAt }: Signals): boolean {
  return (
    deviceId.length <= LIMITS.shortText &&
    ipAddress.length <= LIMITS.longText &&
    (userAgent === null || userAgent.length <= 2_000) &&
    (acceptLanguage === null || acceptLanguage.length <= LIMITS.longText) &&
    (accountCreatedAt === null || isPlausibleTime(accountCreatedAt))
  );
}

function isText(text: string, longest: number): boolean {
  return text.length <= longest && text.trim() !== '' && isWellFormedText(text);
}

function isPhone(text: string): boolean {
  return text.length <= 30 && PHONE.test(text);
}

function isCapitals(text: string, length: number): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 65 || code > 90) return false;
  }
  return true;
}

/** 1 to 12 digits, then nothing or a point and 1 to 4 digits. */
function isMoney(text: string): boolean {
  let whole = 0;
  while (isDigit(text.charCodeAt(whole))) whole++;
  if (whole < 1 || whole > 12) return false;
  if (whole === text.length) return true;
  if (text.charCodeAt(whole) !== 46) return false;
  const places = text.length - whole - 1;
  if (places < 1 || places > 4) return false;
  for (let at = whole + 1; at < text.length; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII only: what lies beyond may be a blank of another script, and the rules decide about it. */
function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.indexOf('@');
  if (at < 1 || at === text.length - 1 || text.includes('@', at + 1)) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code >= 127) return false;
  }
  return true;
}
