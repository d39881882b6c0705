// Something the person who asks has to mend; the text says what, and names no value of an order.
export class Fault extends Error {}

const MOST_TOLD = 5;

/** @param faults each with its line; what is more than a few is counted only */
export function faultOf(file: string, faults: readonly string[]): Fault {
  const told = faults.slice(0, MOST_TOLD).map((fault) => `  ${fault}`);
  const more = faults.length - told.length;
  return new Fault([`${file} can't be used:`, ...told, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'));
}
