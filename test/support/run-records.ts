// What a run of the integration tests writes, in one folder, and which personal values it planted: the global tear-down looks for the latter
// in the former. A value is registered before it is sent, so that whatever leaks is known.
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { Planted, WrittenKind } from './scan-records.js';

/** Shorter ones could occur by chance. */
const SHORTEST_BYTES = 12;
const seen = new Set<string>();

/** What a service, its metrics or its answers said. */
export function recordWritten(kind: WrittenKind, name: string, text: string | Buffer): void {
  append(path.join('written', kind), `${name}-${process.pid}.txt`, text);
}

export function plantValues(what: string, ...values: readonly (string | null | undefined)[]): void {
  const fresh = values.filter(
    (value): value is string =>
      typeof value === 'string' && Buffer.byteLength(value) >= SHORTEST_BYTES && !seen.has(value),
  );
  for (const value of fresh) seen.add(value);
  const lines = fresh.map((value) => `${JSON.stringify({ what, value } satisfies Planted)}\n`);
  if (lines.length > 0) append('planted', `${process.pid}.jsonl`, lines.join(''));
}

/** Everything of an order that says who the person is or where. */
export function plantOrder(order: PlainOrder): void {
  const { shipping, contact, payment, signals } = blocksOf(order);
  plantValues('name', shipping.recipientName);
  plantValues('address', ...shipping.addressLines);
  plantValues('e-mail address', shipping.email, contact.email);
  plantValues('phone number', shipping.phone, contact.phone);
  plantValues('post number', shipping.pickupPoint?.customerPostNumber);
  plantValues('payment', payment.reference);
  plantValues('device', signals.deviceId);
  plantValues('network address', signals.ipAddress);
  plantValues('account', order.customerId);
}

function append(folder: string, name: string, text: string | Buffer): void {
  const records = process.env['TEST_RECORDS_DIR'];
  // Outside of a run of the integration tests nobody looks.
  if (records === undefined) return;
  const at = path.join(records, folder);
  mkdirSync(at, { recursive: true });
  appendFileSync(path.join(at, name), text);
}
