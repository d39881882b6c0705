// The outcome of a restore in words.
import type { Restored } from './restore.js';

const MOST_LISTED = 20;

export function renderRestored(restored: Restored): string {
  const { madeAtMs, documents, filled, keptTopics, erased, erasedAgain, categoriesErasedAgain } = restored;
  const { lostOrders, withdrawnParcels } = restored;
  const held = [...filled].filter(([, { records, leftOut }]) => records + leftOut > 0);
  const lines = [
    `Restored the backup of ${new Date(madeAtMs).toISOString()}.`,
    `  documents      ${grouped(documents)}`,
    `  topics kept    ${keptTopics.length === 0 ? 'none' : keptTopics.join(', ')}`,
    `  topics filled  ${held.length === 0 ? 'none' : ''}`.trimEnd(),
  ];
  for (const [name, { records, leftOut }] of held)
    lines.push(
      `    ${name.padEnd(26)} ${grouped(records)} records${leftOut === 0 ? '' : `, ${grouped(leftOut)} left out`}`,
    );
  lines.push(
    `  erased again   ${grouped(erasedAgain)} orders whose keys were in the backup, of ${grouped(erased)} that the ledger says are erased`,
  );
  if (categoriesErasedAgain > 0)
    lines.push(`                 ${grouped(categoriesErasedAgain)} categories of living orders`);
  if (withdrawnParcels > 0)
    lines.push(
      `  withdrawn      ${grouped(withdrawnParcels)} parcels from carriers, whose orders nobody knows any more`,
    );
  if (lostOrders.length > 0) {
    lines.push(
      `  LOST           ${grouped(lostOrders.length)} orders placed after the backup: have them published again. Their refs:`,
    );
    for (const orderRef of lostOrders.slice(0, MOST_LISTED)) lines.push(`    ${orderRef}`);
    if (lostOrders.length > MOST_LISTED) lines.push(`    … and ${grouped(lostOrders.length - MOST_LISTED)} more`);
  }
  lines.push('The services may be started.');
  return `${lines.join('\n')}\n`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
