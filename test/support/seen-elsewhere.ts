// Refusals that need more than a broken record, so that the corpus of broken inputs can't show them.

/** A participant's login, a publisher's keys: seen by the tests of the erasure service and of blocks sealed at the source. */
export const SEEN_ELSEWHERE: ReadonlySet<string> = new Set([
  'RECEIPT_UNKNOWN',
  'BLOCK_ALTERED',
  'BLOCK_KEY_EXPIRED',
  // Of participants and operators, who have tests of their own: outside-stores.test.ts and commands.test.ts of the erasure service.
  'RECEIPT_FORGED',
  'RECEIPT_REPLAYED',
  'RECEIPT_FOREIGN',
  'COMMAND_ORDER_UNKNOWN',
  'COMMAND_ORDER_HELD',
  'COMMAND_ORDER_UNDER_WAY',
  'COMMAND_TOO_LATE',
]);
