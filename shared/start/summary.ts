// The end of the sample, in words: what came in, what became of it, what each carrier saw of one order beside what was withheld and why.
import pc from 'picocolors';
import { explainRelease, type FieldExplanation } from '#shared/policy/explain-release';
import type { Policy } from '#shared/policy/policy';
import type { AnalystCounts } from '#shared/sample/analyst';
import type { OrderChanges } from '#shared/sample/order-service';
import type { RoadCounts } from './live-view.js';
import type { LedgerVerdict } from './verify-ledger.js';
import type { Observed, Witness } from './witness.js';

export interface SummaryInput {
  readonly counts: RoadCounts;
  readonly byOutcome: Readonly<Partial<Record<string, number>>>;
  readonly changes: OrderChanges;
  /** Orders that went to a locker or shop. */
  readonly toPickupPoints: number;
  /** By the analyst of the sample. */
  readonly reviewed: AnalystCounts;
  readonly policy: Policy;
  readonly witness: Pick<Witness, 'observed'>;
  readonly ledger: LedgerVerdict;
  /** Business time of the decision that is explained, ms since the epoch. */
  readonly atMs: number;
  readonly realMs: number;
}

export function renderSummary(input: SummaryInput): string {
  const { counts, byOutcome, ledger, realMs, reviewed } = input;
  const outcomes = Object.entries(byOutcome)
    .map(([outcome, count]) => `${count} ${outcome.toLowerCase()}`)
    .join(', ');
  const held = counts.carriers
    .map(
      ({ id, received, stored, isSealed }) =>
        `${id} received ${received}${isSealed ? ' sealed to its key' : ''}, holds ${stored}`,
    )
    .join('; ');
  return [
    '',
    pc.bold('What happened'),
    `  orders in    ${counts.placed}   ${counts.sealedAtSource} of them sealed at the source: no word of a person on the way in`,
    `  accepted     ${counts.accepted}   refused ${counts.refused}`,
    `  looked at    ${reviewed.released + reviewed.refused} by an analyst (${reviewed.released} let go, ${reviewed.refused} refused)`,
    `  released     ${counts.released} to their carriers (${held})`,
    `  on the way   ${wayOf(input)}`,
    `  finished     ${outcomes}`,
    `  erased       ${counts.erased}: keys destroyed, tombstones written, receipts in`,
    `  real time    ${(realMs / 1_000).toFixed(1)} s`,
    '',
    ...input.witness.observed().flatMap((observed) => sideBySide(input, observed)),
    pc.bold('The proof'),
    ...ledger.text.split('\n').map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** What an order can go through between its payment and its end. */
function wayOf({ changes, toPickupPoints }: SummaryInput): string {
  const { severalParcels, rerouted, corrected, cancelled } = changes;
  return [
    `${toPickupPoints} to a locker`,
    `${severalParcels} in several parcels`,
    `${rerouted} handed to another carrier`,
    `${corrected} to a corrected address`,
    `${cancelled} cancelled`,
  ].join(', ');
}

function sideBySide(
  { policy, atMs, counts }: SummaryInput,
  { carrierId, order, shipmentRef, seen }: Observed,
): string[] {
  const shipping = order.shipping['fulfilment.orders.Shipping'];
  const weightGrams = order.items.reduce((sum, { weightGrams: grams, quantity }) => sum + grams * quantity, 0);
  const explained = explainRelease(policy, carrierId, { shipmentRef, shipping, items: order.items, weightGrams }, atMs);
  const isSealed = counts.carriers.some(({ id, isSealed: sealed }) => sealed && id === carrierId);
  const how = isSealed ? ', opened with its own key: on the topic nobody else reads it' : '';
  const withheld = explained.fields.filter(({ outcome }) => outcome === 'withheld');
  return [
    pc.bold(
      `What ${carrierId} saw of one order to ${shipping.countryCode} (${explained.shipmentKind ?? 'unknown'})${how}`,
    ),
    ...Object.entries(seen)
      .filter(([, value]) => value !== null)
      .map(([field, value]) => `  ${pc.green('✓')} ${field.padEnd(20)} ${shown(value)}`),
    pc.bold('  and what it did not see, and why'),
    ...grouped(withheld).map(([why, fields]) => `  ${pc.red('✗')} ${why}\n      ${pc.dim(fields.join(', '))}`),
    '',
  ];
}

/** Fields that are withheld for one and the same reason stand together. */
function grouped(fields: readonly FieldExplanation[]): readonly (readonly [string, readonly string[]])[] {
  const byReason = new Map<string, string[]>();
  for (const { field, why } of fields) {
    const there = byReason.get(why);
    if (there === undefined) byReason.set(why, [field]);
    else there.push(field);
  }
  return [...byReason];
}

/** Invented people of the sample only: nothing real is ever printed. */
function shown(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return JSON.stringify(value);
}
