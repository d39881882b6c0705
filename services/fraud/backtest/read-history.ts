// Past orders from a file: observations as JSON, one a line, or raw orders as CSV, which are read and hashed as live signals are.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { fraudPartOf } from '#shared/order-rules/fraud-part';
import type { PastOrder } from '../domain/backtest/measure.js';
import { HANDLE_KINDS } from '../domain/observed-order.js';
import { readSignals, type SignalSources } from '../signals/read-signals.js';
import { keptOrder } from '../steps/observation-record.js';
import { Fault, faultOf } from './fault.js';

const observation = z.object({
  orderRef: z.string().min(1),
  orderId: z.string().default(''),
  placedAt: z.int(),
  amount: z.string().nullable().default(null),
  currency: z.string().nullable().default(null),
  handles: z.array(z.object({ kind: z.enum(HANDLE_KINDS), hash: z.string().min(1) })),
  facts: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  lists: z.array(z.object({ name: z.string(), version: z.string() })).default([]),
  policyVersion: z.int().default(0),
});

/** Columns of a CSV file; the first two must be there. */
export const COLUMNS = [
  'orderId',
  'placedAt',
  'customerId',
  'deviceId',
  'ipAddress',
  'userAgent',
  'acceptLanguage',
  'accountCreatedAt',
  'amount',
  'currency',
  'email',
  'phone',
  'address',
  'postalCode',
  'city',
  'countryCode',
  'locale',
] as const;
export type Column = (typeof COLUMNS)[number];

export interface HistoryFile {
  readonly name: string;
  readonly text: string;
  /** Where a file calls a column otherwise. */
  readonly columns: Readonly<Partial<Record<Column, string>>>;
}

/** @throws Fault naming lines and columns, never a value */
export function readHistory(file: HistoryFile, sources: SignalSources): readonly PastOrder[] {
  return file.text.trimStart().startsWith('{') ? readObservations(file) : readOrders(file, sources);
}

function readObservations({ name, text }: HistoryFile): readonly PastOrder[] {
  const faults: string[] = [];
  const orders = text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const read = observation.safeParse(jsonOf(line));
    if (read.success) {
      const orderId = read.data.orderId || read.data.orderRef;
      return [keptOrder({ ...read.data, orderId, sealedOrderId: null }, () => null)];
    }
    faults.push(`line ${at + 1}: ${read.error.issues[0]?.path.join('.') || 'the whole line'} is not what it should be`);
    return [];
  });
  if (faults.length > 0) throw faultOf(name, faults);
  return orders;
}

function readOrders(file: HistoryFile, sources: SignalSources): readonly PastOrder[] {
  const rows = rowsOf(file.name, file.text);
  const nameOf = (column: Column): string => file.columns[column] ?? column;
  const [head] = rows;
  if (head === undefined) return [];
  const missing = [
    ...COLUMNS.slice(0, 2).filter((column) => !(nameOf(column) in head)),
    ...COLUMNS.filter((column) => file.columns[column] !== undefined && !(nameOf(column) in head)),
  ];
  if (missing.length > 0)
    throw faultOf(
      file.name,
      missing.map((column) => `there is no column ${nameOf(column)}`),
    );
  const faults: string[] = [];
  const orders = rows.flatMap((row, at) => {
    const value = (column: Column): string => row[nameOf(column)]?.trim() ?? '';
    const placedAt = momentOf(value('placedAt'));
    if (value('orderId') === '') faults.push(`line ${at + 2}: ${nameOf('orderId')} is empty`);
    else if (placedAt === null) faults.push(`line ${at + 2}: ${nameOf('placedAt')} is no moment with a zone`);
    else return [orderOf(value, placedAt, sources)];
    return [];
  });
  if (faults.length > 0) throw faultOf(file.name, faults);
  return orders;
}

function orderOf(value: (column: Column) => string, placedAt: number, sources: SignalSources): PastOrder {
  const told = (column: Column): string | null => (value(column) === '' ? null : value(column));
  const country = value('countryCode').toUpperCase();
  const contact = fraudPartOf(
    {
      email: value('email'),
      phone: told('phone'),
      addressLines: [value('address')],
      postalCode: told('postalCode'),
      city: value('city'),
      countryCode: country,
    },
    sources.hash,
  );
  const account = told('customerId');
  const { handles, facts } = readSignals(
    {
      placedAt,
      customerId: account ?? '',
      deviceId: value('deviceId'),
      ipAddress: value('ipAddress'),
      userAgent: told('userAgent'),
      acceptLanguage: told('acceptLanguage'),
      accountCreatedAt: momentOf(value('accountCreatedAt')),
      amount: told('amount'),
      shipCountry: country === '' ? null : country,
      locale: told('locale'),
      mailDomain: told('email') === null ? null : contact.mailDomain,
      mailDigits: contact.mailDigits,
      phonePrefix: contact.phonePrefix,
      hashes: {
        ...(told('email') === null ? {} : { email: contact.emailHash }),
        ...(contact.phoneHash === null ? {} : { phone: contact.phoneHash }),
        ...(told('address') === null ? {} : { address: contact.addressHash }),
      },
    },
    sources,
  );
  const { account: hashed, ...others } = handles;
  return {
    orderRef: value('orderId'),
    orderId: value('orderId'),
    placedAt,
    // Orders without an account have none in common.
    handles: account === null || hashed === undefined ? others : { ...others, account: hashed },
    facts,
    amount: told('amount'),
    currency: told('currency'),
  };
}

/** Rows by the names in the first line. @throws Fault */
export function rowsOf(name: string, text: string): readonly Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count: false });
  } catch (error) {
    throw new Fault(`${name} can't be read as CSV: ${(error as { code?: string }).code ?? 'it is damaged'}.`);
  }
}

/** An ISO moment with its zone, or milliseconds since 1970; null for anything else, for a time without a zone could be any. */
export function momentOf(text: string): number | null {
  if (/^\d{10,14}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const moment = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(moment) ? null : moment;
}

export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
