// The sign-ins to one account in their order, and what can be read off them at any moment. What was read off is kept while sign-ins come in their
// order; one that comes late has it read anew. A question costs what happened in the day before it that is out of the ordinary, not what is stored.
import { leastKmBetween } from './country-distance.js';
import { bySigningIn, type SignIn } from './sign-in.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far back features of sign-ins look; both ends belong to it. */
export const LOOK_BACK_MS = DAY_MS;
/** A device is known to an account by its sign-ins of so long before. The clock of the policy keeps them a little longer. */
export const KNOWN_MS = 83 * DAY_MS;
/** Orders placed so long after a sign-in can be judged otherwise by it: through a device that it made known, or a journey that it began. */
export const REACH_MS = KNOWN_MS + 2 * DAY_MS;
/** Faster than anything: two countries that are apart, in one instant. */
export const FASTEST_KMH = 1_000_000;

export interface SignInsBefore {
  readonly count: number;
  /** Different countries, those behind a VPN and the like left out. */
  readonly countries: number;
  readonly last: SignIn | null;
  /** When the last one came from a device that was new to the account; null: none did. */
  readonly newDeviceAt: number | null;
  /** The greatest speed at which the person must have travelled from one sign-in to the next, a day apart at most. */
  readonly speedKmh: number;
}

interface Read {
  /** Last sign-in from each device. */
  readonly lastUse: Map<string, number>;
  /** Places of sign-ins in the order of time: with a known country, in another country than the one before, from a new device. */
  readonly located: number[];
  readonly turns: number[];
  readonly fresh: number[];
  /** Of each turn, km/h. */
  readonly speeds: number[];
}

export class SignInTimeline {
  private readonly all: SignIn[] = [];
  private read: Read = nothingRead();
  /** How many of `all` are read. */
  private reached = 0;

  get size(): number {
    return this.all.length;
  }

  values(): readonly SignIn[] {
    return this.all;
  }

  insert(signIn: SignIn): void {
    const at = this.placeOf(signIn);
    this.all.splice(at, 0, signIn);
    this.forgetReadFrom(at);
  }

  remove(signIn: SignIn): void {
    const at = this.placeOf(signIn);
    if (this.all[at]?.signInRef !== signIn.signInRef) return;
    this.all.splice(at, 1);
    this.forgetReadFrom(at);
  }

  /** What lies in the day up to and with `atMs`; null: nothing does. */
  before(atMs: number): SignInsBefore | null {
    const end = this.firstAfter(atMs);
    const from = this.firstAfter(atMs - LOOK_BACK_MS - 1);
    if (from === end) return null;
    while (this.reached < this.all.length) this.readNext();
    const { located, turns, fresh, speeds } = this.read;
    const countries = new Set<string>();
    const first = located[firstOf(located, from)];
    if (first !== undefined && first < end) countries.add(this.countryAt(first));
    let speedKmh = 0;
    for (let at = firstOf(turns, from); at < turns.length && (turns[at] as number) < end; at++) {
      countries.add(this.countryAt(turns[at] as number));
      speedKmh = Math.max(speedKmh, speeds[at] as number);
    }
    const newest = fresh[firstOf(fresh, end) - 1];
    const newDeviceAt = newest === undefined || newest < from ? null : (this.all[newest] as SignIn).signedInAt;
    const last = this.all[end - 1] as SignIn;
    return { count: end - from, countries: countries.size, last, newDeviceAt, speedKmh };
  }

  private countryAt(at: number): string {
    return (this.all[at] as SignIn).country;
  }

  private readNext(): void {
    const { all, read } = this;
    const at = this.reached++;
    const { signedInAt, device, country } = all[at] as SignIn;
    if (device !== null) {
      const hasBefore = (all[at - 1]?.signedInAt ?? Number.NEGATIVE_INFINITY) >= signedInAt - KNOWN_MS;
      const isKnown = (read.lastUse.get(device) ?? Number.NEGATIVE_INFINITY) >= signedInAt - KNOWN_MS;
      if (hasBefore && !isKnown) read.fresh.push(at);
      read.lastUse.set(device, signedInAt);
    }
    if (country === '') return;
    const before = all[read.located.at(-1) ?? -1];
    read.located.push(at);
    if (before === undefined || before.country === country) return;
    read.turns.push(at);
    read.speeds.push(speedBetween(before, all[at] as SignIn));
  }

  private forgetReadFrom(at: number): void {
    if (at >= this.reached) return;
    this.read = nothingRead();
    this.reached = 0;
  }

  private placeOf(signIn: SignIn): number {
    const { all } = this;
    const last = all.at(-1);
    if (last === undefined || bySigningIn(last, signIn) < 0) return all.length;
    return firstWhere(all.length, (at) => bySigningIn(all[at] as SignIn, signIn) >= 0);
  }

  private firstAfter(atMs: number): number {
    return firstWhere(this.all.length, (at) => (this.all[at] as SignIn).signedInAt > atMs);
  }
}

function nothingRead(): Read {
  return { lastUse: new Map(), located: [], turns: [], fresh: [], speeds: [] };
}

function speedBetween(before: SignIn, after: SignIn): number {
  const ms = after.signedInAt - before.signedInAt;
  if (ms > LOOK_BACK_MS) return 0;
  const km = leastKmBetween(before.country, after.country);
  if (km === 0) return 0;
  return ms === 0 ? FASTEST_KMH : Math.min(FASTEST_KMH, Math.round((km * HOUR_MS) / ms));
}

/** Where the numbers, which ascend, reach `least`. */
function firstOf(ascending: readonly number[], least: number): number {
  return firstWhere(ascending.length, (at) => (ascending[at] as number) >= least);
}

function firstWhere(length: number, isThere: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isThere(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
