// The sign-ins to one account in their order, and what can be read off them at any moment. What was read off is kept while sign-ins come in their
// order; one that comes late has it read anew. A question costs what happened in the day before it that is out of the ordinary, not what is stored.
import { leastKmBetween } from './country-distance.js';
import type { SignIn } from './sign-in.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far back features of sign-ins look; both ends belong to it. */
export const LOOK_BACK_MS = DAY_MS;
/** A device is known to an account by its sign-ins of so long before. The clock of the policy keeps them a little longer. */
const KNOWN_MS = 83 * DAY_MS;
/** Orders placed so long after a sign-in can be judged otherwise by it: through a device that it made known, or a journey that it began. */
export const REACH_MS = KNOWN_MS + 2 * DAY_MS;
/** Faster than anything: two countries that are apart, in one instant. */
const FASTEST_KMH = 1_000_000;

export interface SignInsBefore {
  readonly count: number;
  /** Different countries, those behind a VPN and the like left out. */
  readonly countries: number;
  readonly last: Pick<SignIn, 'signedInAt' | 'subnet'> | null;
  /** When the last one came from a device that was new to the account; null: none did. */
  readonly newDeviceAt: number | null;
  /** The greatest speed at which the person must have travelled from one sign-in to the next, a day apart at most. */
  readonly speedKmh: number;
}

interface Read {
  /** Last sign-in from each device, by its number. */
  readonly lastUse: Map<number, number>;
  /** Places of sign-ins in the order of time: with a known country, in another country than the one before, from a new device. */
  readonly located: number[];
  readonly turns: number[];
  readonly fresh: number[];
  /** Of each turn, km/h. */
  readonly speeds: number[];
}

/** The sign-ins of one account, by their place in time. */
export interface SignInLine {
  readonly size: number;
  signedInAt(at: number): number;
  /** Its number; negative: not told. */
  device(at: number): number;
  subnet(at: number): string | null;
  /** Empty: not known. */
  country(at: number): string;
}

export class SignInReading {
  private read: Read = nothingRead();
  /** How many sign-ins are read. */
  private reached = 0;

  /** The sign-ins of the account are others than before from this place on. */
  changedFrom(at: number): void {
    if (at >= this.reached) return;
    this.read = nothingRead();
    this.reached = 0;
  }

  /** What lies in the day up to and with `atMs`; null: nothing does. */
  before(line: SignInLine, atMs: number): SignInsBefore | null {
    const end = firstAfter(line, atMs);
    const from = firstAfter(line, atMs - LOOK_BACK_MS - 1);
    if (from === end) return null;
    while (this.reached < line.size) this.readNext(line);
    const { located, turns, fresh, speeds } = this.read;
    const countries = new Set<string>();
    const first = located[firstOf(located, from)];
    if (first !== undefined && first < end) countries.add(line.country(first));
    let speedKmh = 0;
    for (let at = firstOf(turns, from); at < turns.length && (turns[at] as number) < end; at++) {
      countries.add(line.country(turns[at] as number));
      speedKmh = Math.max(speedKmh, speeds[at] as number);
    }
    const newest = fresh[firstOf(fresh, end) - 1];
    const newDeviceAt = newest === undefined || newest < from ? null : line.signedInAt(newest);
    const last = { signedInAt: line.signedInAt(end - 1), subnet: line.subnet(end - 1) };
    return { count: end - from, countries: countries.size, last, newDeviceAt, speedKmh };
  }

  private readNext(line: SignInLine): void {
    const { read } = this;
    const at = this.reached++;
    const signedInAt = line.signedInAt(at);
    const device = line.device(at);
    if (device >= 0) {
      const hasBefore = at > 0 && line.signedInAt(at - 1) >= signedInAt - KNOWN_MS;
      const isKnown = (read.lastUse.get(device) ?? Number.NEGATIVE_INFINITY) >= signedInAt - KNOWN_MS;
      if (hasBefore && !isKnown) read.fresh.push(at);
      read.lastUse.set(device, signedInAt);
    }
    const country = line.country(at);
    if (country === '') return;
    const before = read.located.at(-1);
    read.located.push(at);
    if (before === undefined || line.country(before) === country) return;
    read.turns.push(at);
    read.speeds.push(speedBetween(line, before, at));
  }
}

function firstAfter(line: SignInLine, atMs: number): number {
  return firstWhere(line.size, (at) => line.signedInAt(at) > atMs);
}

function nothingRead(): Read {
  return { lastUse: new Map(), located: [], turns: [], fresh: [], speeds: [] };
}

function speedBetween(line: SignInLine, before: number, after: number): number {
  const ms = line.signedInAt(after) - line.signedInAt(before);
  if (ms > LOOK_BACK_MS) return 0;
  const km = leastKmBetween(line.country(before), line.country(after));
  if (km === 0) return 0;
  return ms === 0 ? FASTEST_KMH : Math.min(FASTEST_KMH, Math.round((km * HOUR_MS) / ms));
}

/** Where the numbers, which ascend, reach `least`. */
function firstOf(ascending: readonly number[], least: number): number {
  return firstWhere(ascending.length, (at) => (ascending[at] as number) >= least);
}

export function firstWhere(length: number, isThere: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isThere(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
