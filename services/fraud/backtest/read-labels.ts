// What became known of past orders, from a file: outcomes as JSON, one a line, or CSV with `orderId,truth,knownAt`.
import { z } from 'zod';
import type { Label } from '../domain/backtest/measure.js';
import { faultOf } from './fault.js';
import { jsonOf, momentOf, rowsOf } from './read-history.js';

const TRUTHS: Readonly<Record<string, Label['truth']>> = {
  CHARGEBACK: 'fraud',
  FRAUD: 'fraud',
  1: 'fraud',
  CONFIRMED_GOOD: 'good',
  GOOD: 'good',
  LEGIT: 'good',
  0: 'good',
};

const line = z.object({
  orderId: z.string().min(1),
  truth: z.string(),
  knownAt: z.union([z.int(), z.string()]).transform(String),
});

export interface LabelColumns {
  readonly orderId: string;
  readonly truth: string;
  readonly knownAt: string;
}

/**
 * By orderId; of several the one known last counts. A label without its own time of knowledge is refused: nobody could tell whether it was known.
 * @throws Fault naming lines, never a value
 */
export function readLabels(name: string, text: string, columns: LabelColumns): ReadonlyMap<string, Label> {
  const isJson = text.trimStart().startsWith('{');
  const rows: readonly unknown[] = isJson
    ? text.split('\n').flatMap((each) => (each.trim() === '' ? [] : [jsonOf(each)]))
    : rowsOf(name, text).map((row) => ({
        orderId: row[columns.orderId],
        truth: row[columns.truth],
        knownAt: row[columns.knownAt],
      }));
  const faults: string[] = [];
  const labels = new Map<string, Label>();
  rows.forEach((row, at) => {
    const read = line.safeParse(row);
    const truth = read.success ? TRUTHS[read.data.truth.trim().toUpperCase()] : undefined;
    const knownAt = read.success ? momentOf(read.data.knownAt.trim()) : null;
    // An empty cell says that nobody knows.
    if (read.success && read.data.truth.trim() === '') return;
    const number = at + (isJson ? 1 : 2);
    if (!read.success) faults.push(`line ${number}: needs orderId, truth and knownAt`);
    else if (truth === undefined) faults.push(`line ${number}: truth is none of ${Object.keys(TRUTHS).join(', ')}`);
    else if (knownAt === null) faults.push(`line ${number}: knownAt is no moment with a zone`);
    else noteLabel(labels, read.data.orderId, { truth, knownAt });
  });
  if (faults.length > 0) throw faultOf(name, faults);
  return labels;
}

export function noteLabel(labels: Map<string, Label>, orderId: string, label: Label): void {
  const known = labels.get(orderId);
  if (known === undefined || known.knownAt <= label.knownAt) labels.set(orderId, label);
}
