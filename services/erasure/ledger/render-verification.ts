// The outcome of a check of the ledger, in words.
import type { ChainFault } from './verify-chain.js';
import type { VerifiedLedger } from './verify-ledger.js';

const MEANING: Readonly<Record<ChainFault, string>> = {
  'not-readable': 'it is no entry of a ledger',
  'key-differs': 'its record key names another erasure',
  'sequence-broken': 'its number does not follow the one before: an entry was removed, inserted, doubled or moved',
  'not-linked': 'it is not linked to the entry before it: that one was changed or replaced',
  'hash-differs': 'its content does not agree with its hash: it was changed',
  'started-twice': 'its erasure was started before',
  'completed-without-start': 'its erasure was never started',
  'completed-differs-from-start': 'it completes something else than was started',
  'checkpoint-not-readable': 'a signed checkpoint can no longer be read',
  'checkpoint-forged': 'a checkpoint is not signed by the key of the ledger',
  'checkpoint-differs': 'the ledger is another than the one that was signed: it was rewritten',
  'cut-off': 'a checkpoint covers more entries than there are: the newest ones were cut off',
};

const MOST_LISTED = 10;

export function renderVerification({ entries, completed, running, fault, head, signed }: VerifiedLedger): string {
  const listed = running.slice(0, MOST_LISTED).map(({ erasureId, startedAt, categories }) => {
    const what = categories.length === 0 ? 'whole order' : categories.join(', ');
    return `  under way    ${erasureId} since ${new Date(startedAt).toISOString()} (${what})`;
  });
  if (running.length > MOST_LISTED) listed.push(`  … and ${running.length - MOST_LISTED} more`);
  const verdict =
    fault === null
      ? `The chain is sound: ${entries} entries, the last one ${head.hash.toString('hex')}`
      : `BROKEN at entry ${fault.sequence} (position ${fault.position}): ${MEANING[fault.fault]}`;
  return `${[
    verdict,
    `  entries      ${entries}${fault === null ? '' : ' sound ones before the fault'}`,
    signed === null
      ? '  signed       not checked: no keyring here; give the key with --public-key FILE'
      : `  signed       ${signed.size} of them, by ${signed.checkpoints} checkpoints${signed.at === null ? '' : `, the newest of ${new Date(signed.at).toISOString()}`}`,
    `  completed    ${completed}`,
    `  running      ${running.length}`,
    ...listed,
  ].join('\n')}\n`;
}
