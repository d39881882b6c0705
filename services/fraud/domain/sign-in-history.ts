// Every sign-in observed, by account. Whatever the order of arrival, what it tells of a moment is what lay before it in time. Kept off the heap, in
// columns, as orders are.
import { KeyTable, NO_KEY } from './key-table.js';
import { PlaceLists } from './place-lists.js';
import type { SignIn } from './sign-in.js';
import { SignInColumns } from './sign-in-columns.js';
import { firstWhere, type SignInLine, SignInReading, type SignInsBefore } from './sign-in-timeline.js';

/** From when on the sign-ins of an account are others than before, by its hash. */
export type ChangedAccounts = ReadonlyMap<string, number>;

/** What tells one sign-in of an account from the others. */
export type SignInMoment = Pick<SignIn, 'signInRef' | 'signedInAt'>;

/** Up to here reading all sign-ins of an account anew costs less than remembering what was read off them. */
const FEW = 96;
/** What was read off is kept of the accounts asked about last. */
const MOST_READINGS = 1_024;

export class SignInHistory {
  private readonly columns = new SignInColumns();
  private readonly accounts = new KeyTable();
  /** Of each account the places of its sign-ins, by time. */
  private readonly lists = new PlaceLists();
  private readonly readings = new Map<number, SignInReading>();
  private readonly few: number;

  /** @param few for tests */
  constructor(few = FEW) {
    this.few = few;
  }

  get size(): number {
    return this.columns.size;
  }

  /** Takes sign-ins in; one that is known already is replaced. */
  put(signIns: readonly SignIn[]): ChangedAccounts {
    const changed = new Map<string, number>();
    for (const signIn of signIns) {
      this.takeOut(signIn.signInRef, changed);
      const account = this.accounts.add(signIn.account);
      const at = this.indexOf(account, signIn);
      this.lists.insert(account, at, this.columns.add(signIn, account));
      this.readings.get(account)?.changedFrom(at);
      note(changed, signIn);
    }
    return changed;
  }

  /** Takes them out for good; those that are not known are passed over. */
  remove(signInRefs: readonly string[]): ChangedAccounts {
    const changed = new Map<string, number>();
    for (const signInRef of signInRefs) this.takeOut(signInRef, changed);
    return changed;
  }

  /** The day before `atMs`, as seen by this account; null: it did not sign in then. */
  before(account: string | undefined, atMs: number): SignInsBefore | null {
    const number = account === undefined ? NO_KEY : this.accounts.numberOf(account);
    if (number === NO_KEY) return null;
    const line = this.lineOf(number);
    const reading = line.size <= this.few ? new SignInReading() : this.readingOf(number);
    return reading.before(line, atMs);
  }

  ofAccount(account: string): readonly SignInMoment[] {
    const number = this.accounts.numberOf(account);
    if (number === NO_KEY) return [];
    return Array.from({ length: this.lists.lengthOf(number) }, (_, at) => {
      const place = this.lists.at(number, at);
      return { signInRef: this.columns.refOf(place), signedInAt: this.columns.signedInAtOf(place) };
    });
  }

  /** Those of before `atMs`. */
  olderThan(atMs: number): readonly string[] {
    const refs: string[] = [];
    for (let place = 0; place < this.columns.end; place++)
      if (this.columns.signedInAtOf(place) < atMs) refs.push(this.columns.refOf(place));
    return refs;
  }

  private takeOut(signInRef: string, changed: Map<string, number>): void {
    const place = this.columns.placeOf(signInRef);
    if (place === NO_KEY) return;
    const account = this.columns.accountOf(place);
    const signedInAt = this.columns.signedInAtOf(place);
    note(changed, { account: this.accounts.keyOf(account), signedInAt });
    const at = this.indexOf(account, { signInRef, signedInAt });
    this.lists.remove(account, at);
    this.readings.get(account)?.changedFrom(at);
    this.columns.drop(place);
    if (this.lists.lengthOf(account) > 0) return;
    this.readings.delete(account);
    this.accounts.remove(account);
  }

  /** Where a sign-in stands, or would. New ones nearly always come last. */
  private indexOf(account: number, moment: SignInMoment): number {
    const { columns, lists } = this;
    const size = lists.lengthOf(account);
    if (size === 0 || columns.compare(lists.at(account, size - 1), moment) < 0) return size;
    return firstWhere(size, (at) => columns.compare(lists.at(account, at), moment) >= 0);
  }

  private lineOf(account: number): SignInLine {
    const { columns, lists } = this;
    const placeAt = (at: number): number => lists.at(account, at);
    return {
      size: lists.lengthOf(account),
      signedInAt: (at) => columns.signedInAtOf(placeAt(at)),
      device: (at) => columns.deviceOf(placeAt(at)),
      subnet: (at) => columns.subnetOf(placeAt(at)),
      country: (at) => columns.countryOf(placeAt(at)),
    };
  }

  private readingOf(account: number): SignInReading {
    const reading = this.readings.get(account) ?? new SignInReading();
    this.readings.delete(account);
    this.readings.set(account, reading);
    for (const oldest of this.readings.keys()) {
      if (this.readings.size <= MOST_READINGS) break;
      this.readings.delete(oldest);
    }
    return reading;
  }
}

function note(changed: Map<string, number>, { account, signedInAt }: Pick<SignIn, 'account' | 'signedInAt'>): void {
  changed.set(account, Math.min(changed.get(account) ?? signedInAt, signedInAt));
}
