// What a replay came to: expected against actual final states, and what had to be decided on the way.
import type { ActualState, FateBook } from './fate-book.js';
import type { FinalState, OrderHistory } from './order-history.js';

export interface FinalReport {
  readonly orders: number;
  /** Orders that ended as their history says. */
  readonly accounted: number;
  readonly rows: readonly ReportRow[];
  /** A few of those that did not, for looking them up. */
  readonly astray: readonly { readonly orderId: string; readonly expected: FinalState; readonly actual: ActualState }[];
  readonly decisions: ReadonlyMap<string, number>;
}

export interface ReportRow {
  /** As the history calls it. */
  readonly status: string;
  readonly expected: FinalState;
  readonly actual: ActualState;
  readonly orders: number;
}

const ASTRAY_SHOWN = 10;

export function finalReport(histories: Iterable<OrderHistory>, fates: FateBook): FinalReport {
  const rows = new Map<string, { -readonly [K in keyof ReportRow]: ReportRow[K] }>();
  const decisions = new Map<string, number>();
  const astray: FinalReport['astray'][number][] = [];
  let orders = 0;
  let accounted = 0;
  for (const { orderId, status, expectedFinal: expected, decisions: decided } of histories) {
    const actual = fates.stateOf(orderId);
    orders++;
    if (actual === expected) accounted++;
    else if (astray.length < ASTRAY_SHOWN) astray.push({ orderId, expected, actual });
    for (const decision of decided) decisions.set(decision, (decisions.get(decision) ?? 0) + 1);
    const key = `${status} ${expected} ${actual}`;
    const row = rows.get(key) ?? { status, expected, actual, orders: 0 };
    rows.set(key, row);
    row.orders++;
  }
  const sorted = [...rows.values()].toSorted(
    (one, other) =>
      Number(one.actual !== one.expected) - Number(other.actual !== other.expected) || other.orders - one.orders,
  );
  return { orders, accounted, rows: sorted, astray, decisions };
}

/** Plain text, ready to print. */
export function renderReport(report: FinalReport, erased: number): string {
  const head = ['history says', 'expected', 'actual', 'orders', ''];
  const body = report.rows.map(({ status, expected, actual, orders }) => [
    status,
    expected,
    actual,
    String(orders),
    actual === expected ? '' : '← astray',
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const decisions = [...report.decisions].map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`);
  const astray = report.astray.map(
    ({ orderId, expected, actual }) => `  ${orderId}  expected ${expected}, is ${actual}`,
  );
  return [
    line(head),
    ...body.map(line),
    '',
    `${report.accounted} of ${report.orders} orders ended as their history says; ${erased} are erased.`,
    ...(astray.length === 0 ? [] : ['', 'Astray, among others:', ...astray]),
    ...(decisions.length === 0 ? [] : ['', 'Decided where the history is silent or contradicts itself:', ...decisions]),
    '',
  ].join('\n');
}
