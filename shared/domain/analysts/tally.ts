// Counts orders by what became known of them, and their money by currency.

export type Truth = 'fraud' | 'good' | 'unknown';

export interface Tally {
  readonly orders: number;
  readonly fraud: number;
  readonly good: number;
  readonly unknown: number;
  /** By currency, in thousandths, so that no sum loses a digit. */
  readonly money: ReadonlyMap<string, number>;
}

export class Tallying implements Tally {
  orders = 0;
  fraud = 0;
  good = 0;
  unknown = 0;
  readonly money = new Map<string, number>();

  add(truth: Truth, currency: string, thousandths: number): void {
    this.orders++;
    this[truth]++;
    if (thousandths > 0) this.money.set(currency, (this.money.get(currency) ?? 0) + thousandths);
  }
}

/** Of those hit of which the truth is known, how many were fraud; null when it is known of none. */
export function precisionOf({ fraud, good }: Pick<Tally, 'fraud' | 'good'>): number | null {
  return fraud + good === 0 ? null : fraud / (fraud + good);
}

/** Of all known fraud, how much was hit; null when there was none. */
export function recallOf({ fraud }: Pick<Tally, 'fraud'>, all: Pick<Tally, 'fraud'>): number | null {
  return all.fraud === 0 ? null : fraud / all.fraud;
}

/** An amount as decimal text in thousandths; what is no amount is nothing. */
export function thousandthsOf(amount: string | null): number {
  const value = Math.round(Number(amount ?? 0) * 1_000);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
