// Reads the four gzipped CSV files of the Olist union and joins them per order, oldest purchase first.
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { OlistCustomer, OlistItem, OlistOrder, OlistPayment } from './olist-rows.js';

type Row = Readonly<Record<string, string>>;

/** Part of the file name → the columns that are used. Both `olist_orders_union.csv.gz` and `olist_orders_dataset.csv.gz` will do. */
const FILES = {
  orders: [
    'order_id',
    'customer_id',
    'order_status',
    'order_purchase_timestamp',
    'order_approved_at',
    'order_delivered_carrier_date',
    'order_delivered_customer_date',
    'order_estimated_delivery_date',
  ],
  customers: ['customer_id', 'customer_unique_id', 'customer_zip_code_prefix', 'customer_city', 'customer_state'],
  order_items: ['order_id', 'product_id', 'price', 'freight_value'],
  order_payments: ['order_id', 'payment_type', 'payment_value'],
} as const;

/**
 * @param folder holds `olist_<orders|customers|order_items|order_payments>_….csv` or `.csv.gz`
 * @throws Error that names the file or column that is missing, or the order without a customer
 */
export async function readOlist(folder: string): Promise<readonly OlistOrder[]> {
  const customers = new Map<string, OlistCustomer>();
  for await (const row of rowsOf(folder, 'customers')) customers.set(cell(row, 'customer_id'), customerOf(row));
  const items = new Map<string, OlistItem[]>();
  for await (const row of rowsOf(folder, 'order_items')) listAt(items, cell(row, 'order_id')).push(itemOf(row));
  const payments = new Map<string, OlistPayment[]>();
  for await (const row of rowsOf(folder, 'order_payments'))
    listAt(payments, cell(row, 'order_id')).push(paymentOf(row));
  const orders: OlistOrder[] = [];
  for await (const row of rowsOf(folder, 'orders')) {
    const orderId = cell(row, 'order_id');
    const customer = customers.get(cell(row, 'customer_id'));
    if (customer === undefined) throw new Error(`The order ${orderId} has no row in the customers file.`);
    orders.push({
      orderId,
      customer,
      status: cell(row, 'order_status'),
      purchasedAt: cell(row, 'order_purchase_timestamp'),
      approvedAt: cell(row, 'order_approved_at'),
      handedOverAt: cell(row, 'order_delivered_carrier_date'),
      deliveredAt: cell(row, 'order_delivered_customer_date'),
      estimatedDelivery: cell(row, 'order_estimated_delivery_date'),
      items: items.get(orderId) ?? [],
      payments: payments.get(orderId) ?? [],
    });
  }
  return orders.sort(
    (one, other) => compare(one.purchasedAt, other.purchasedAt) || compare(one.orderId, other.orderId),
  );
}

async function* rowsOf(folder: string, file: keyof typeof FILES): AsyncGenerator<Row> {
  const found = path.join(folder, fileNameIn(folder, file));
  const parser = parse({ columns: (header: string[]) => checkedColumns(header, file) });
  const bytes = createReadStream(found);
  const source = found.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // `pipe` does not hand on errors: a truncated archive must end the run, not hang it.
  for (const stream of [bytes, source]) stream.on('error', (error: Error) => parser.destroy(error));
  for await (const row of source.pipe(parser)) yield row as Row;
}

function fileNameIn(folder: string, file: keyof typeof FILES): string {
  const pattern = new RegExp(`^olist_${file}_[a-z]+\\.csv(\\.gz)?$`);
  const name = readdirSync(folder).find((candidate) => pattern.test(candidate));
  if (name === undefined) throw new Error(`There is no olist_${file}_….csv or .csv.gz in ${folder}.`);
  return name;
}

function checkedColumns(header: readonly string[], file: keyof typeof FILES): string[] {
  const missing = FILES[file].filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`The ${file} file has no column ${missing.join(', ')}.`);
  return [...header];
}

function customerOf(row: Row): OlistCustomer {
  return {
    uniqueId: cell(row, 'customer_unique_id'),
    zipPrefix: cell(row, 'customer_zip_code_prefix'),
    city: cell(row, 'customer_city'),
    state: cell(row, 'customer_state'),
  };
}

function itemOf(row: Row): OlistItem {
  return { productId: cell(row, 'product_id'), price: cell(row, 'price'), freight: cell(row, 'freight_value') };
}

function paymentOf(row: Row): OlistPayment {
  return { type: cell(row, 'payment_type'), value: cell(row, 'payment_value') };
}

function cell(row: Row, column: string): string {
  return row[column] ?? '';
}

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: T[] = [];
  lists.set(key, list);
  return list;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
