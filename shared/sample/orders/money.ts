// Money as whole cents while it is added up, as a decimal string where it is written down.

/** 1990 → `19.90`. @param cents whole, 0 or more */
export function decimalOf(cents: number): string {
  const rest = cents % 100;
  return `${Math.floor(cents / 100)}.${rest < 10 ? '0' : ''}${rest}`;
}

/** `19.90`, `19.9` or `19` → 1990. @throws RangeError for anything else */
export function centsOf(decimal: string): number {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(decimal);
  if (match === null) throw new RangeError('this is not an amount of money with at most two decimals');
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
