// A dry run for a person: the verdict first, then what would be sent and why, then what stays and why.
import { wrap } from '../check/render-text.js';
import type { FieldExplanation, ReleaseExplanation } from '../explain-release.js';
import { HELD_CODES } from '../held-codes.js';
import type { CustomsItem, ShipmentRecord } from '../release/release-order.js';
import { ITEM_FIELDS, PARCEL_FIELDS } from '../release/shipment-fields.js';
import type { DryRun } from './dry-run.js';

type Explained = Extract<DryRun, { kind: 'explained' }>;

const GAP = 2;
const MARKS = { released: '✓', absent: '·', missing: '✗', withheld: '−' } as const;

/** @param policySource where the version comes from, for example `in force` */
export function renderDryRun({ orderId, faults, release }: Explained, policySource: string, width: number): string {
  const { carrierId, country, shipmentKind, policyVersion, fields, record } = release;
  const sent = fields.filter(({ outcome }) => outcome !== 'withheld');
  const withheld = fields.filter(({ outcome }) => outcome === 'withheld');
  const kind = shipmentKind === null ? '' : `, ${shipmentKind}`;
  return [
    ...wrap(`Dry run, nothing is sent: order ${orderId} to ${country} by ${carrierId}${kind}.`, width),
    ...wrap(`Policy version ${policyVersion} (${policySource}).`, width),
    '',
    ...verdict(faults, release, width),
    ...section(record === null ? 'WOULD BE SENT IF IT WERE COMPLETE' : 'SENT', sent, record, width),
    ...withheldSection(withheld, width),
    '',
  ].join('\n');
}

function verdict(
  faults: Explained['faults'],
  { decision, code, missing }: ReleaseExplanation,
  width: number,
): string[] {
  if (faults.length > 0) {
    const lines = faults.map(({ code: each, path }) => `    ${each}  ${path}`);
    return ['✗ REFUSED at the door; nothing of it is ever sent:', ...lines];
  }
  if (decision === 'release' || code === null) return ['✓ RELEASED: the record below would be written.'];
  const { summary, whatToDo } = HELD_CODES[code];
  return [
    `✗ HELD: ${code}`,
    ...wrap(summary, width - 2).map((line) => `  ${line}`),
    ...(missing.length === 0 ? [] : wrap(`Missing: ${missing.join(', ')}.`, width - 2).map((line) => `  ${line}`)),
    ...wrap(`What to do: ${whatToDo}`, width - 2).map((line) => `  ${line}`),
  ];
}

function section(
  title: string,
  fields: readonly FieldExplanation[],
  record: ShipmentRecord | null,
  width: number,
): string[] {
  if (fields.length === 0) return [];
  const column = Math.max(...fields.map(({ field }) => field.length)) + GAP;
  const room = Math.max(24, width - column - 4);
  return [
    '',
    `${title} (${fields.length})`,
    ...fields.flatMap(({ field, outcome, why }) => {
      const value = record === null ? null : valueOf(record, field);
      const told = [value, outcome === 'absent' ? 'not in this order' : null].filter((each) => each !== null);
      const lines = [...told.flatMap((each) => wrap(each, room)), ...wrap(why, room)];
      return lines.map((line, index) => {
        const head = index === 0 ? `${MARKS[outcome]} ${field.padEnd(column)}` : ' '.repeat(column + 2);
        return `  ${head}${line}`;
      });
    }),
  ];
}

/** Fields withheld for the same reason share it. */
function withheldSection(fields: readonly FieldExplanation[], width: number): string[] {
  if (fields.length === 0) return [];
  const reasons = [...new Set(fields.map(({ why }) => why))];
  return [
    '',
    `WITHHELD (${fields.length})`,
    ...reasons.flatMap((reason) => {
      const names = fields.filter(({ why }) => why === reason).map(({ field }) => field);
      const [first = '', ...rest] = wrap(names.join(', '), width - 4);
      const lines = [...rest.map((line) => `    ${line}`), ...wrap(reason, width - 8).map((line) => `        ${line}`)];
      return [`  ${MARKS.withheld} ${first}`, ...lines];
    }),
  ];
}

/** What the record holds of a field of the order; null for nothing. */
function valueOf(record: ShipmentRecord, field: string): string | null {
  const ofParcel = PARCEL_FIELDS.find(({ sourcePath }) => sourcePath === field);
  if (ofParcel !== undefined) return inWords(record[ofParcel.name as keyof ShipmentRecord]);
  const ofItem = ITEM_FIELDS.find(({ sourcePath }) => sourcePath === field);
  if (ofItem === undefined) return null;
  return inWords((record.customsItems ?? []).map((item) => item[ofItem.name as keyof CustomsItem] ?? null));
}

function inWords(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map((each) => JSON.stringify(each)).join(', ') : JSON.stringify(value);
}
