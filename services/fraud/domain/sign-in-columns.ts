// What is kept of each sign-in, by its place: numbers, off the heap. There are many more of them than orders, and most are never asked for.
import { CountedKeys } from './counted-keys.js';
import { KeyTable, NO_KEY } from './key-table.js';
import { withRoom } from './off-heap.js';
import type { SignIn } from './sign-in.js';

const FIRST = 64;
const NOWHERE = 0;

export class SignInColumns {
  /** The number of a sign-in's ref is its place in the columns. */
  private readonly refs = new KeyTable();
  private readonly devices = new CountedKeys();
  private readonly subnets = new CountedKeys();
  private signedInAt = new Float64Array(FIRST);
  private accounts = new Int32Array(FIRST).fill(NO_KEY);
  private deviceNumbers = new Int32Array(FIRST);
  private subnetNumbers = new Int32Array(FIRST);
  private countries = new Uint16Array(FIRST);

  get size(): number {
    return this.refs.size;
  }

  /** All places are below it. */
  get end(): number {
    return this.refs.end;
  }

  /** NO_KEY: not there. */
  placeOf(signInRef: string): number {
    return this.refs.numberOf(signInRef);
  }

  /** One that is not there yet. @returns its place */
  add({ signInRef, signedInAt, device, subnet, country }: SignIn, account: number): number {
    const place = this.refs.add(signInRef);
    this.signedInAt = withRoom(this.signedInAt, place + 1);
    this.accounts = withRoom(this.accounts, place + 1);
    this.deviceNumbers = withRoom(this.deviceNumbers, place + 1);
    this.subnetNumbers = withRoom(this.subnetNumbers, place + 1);
    this.countries = withRoom(this.countries, place + 1);
    this.signedInAt[place] = signedInAt;
    this.accounts[place] = account;
    this.deviceNumbers[place] = this.devices.use(device);
    this.subnetNumbers[place] = this.subnets.use(subnet);
    this.countries[place] = countryNumber(country);
    return place;
  }

  drop(place: number): void {
    this.devices.leave(this.deviceOf(place));
    this.subnets.leave(this.subnetNumbers[place] as number);
    this.accounts[place] = NO_KEY;
    this.signedInAt[place] = Number.NaN;
    this.refs.remove(place);
  }

  refOf(place: number): string {
    return this.refs.keyOf(place);
  }

  /** NaN: nothing is there any more. */
  signedInAtOf(place: number): number {
    return this.signedInAt[place] as number;
  }

  accountOf(place: number): number {
    return this.accounts[place] as number;
  }

  /** NO_KEY: not told. */
  deviceOf(place: number): number {
    return this.deviceNumbers[place] as number;
  }

  subnetOf(place: number): string | null {
    return this.subnets.keyOf(this.subnetNumbers[place] as number);
  }

  /** Empty when it is not known. */
  countryOf(place: number): string {
    const number = this.countries[place] as number;
    return number === NOWHERE ? '' : String.fromCharCode(number >> 8, number & 255);
  }

  /** As `bySigningIn`, with a sign-in that may be another one. */
  compare(place: number, { signedInAt, signInRef }: Pick<SignIn, 'signedInAt' | 'signInRef'>): number {
    const own = this.signedInAtOf(place);
    if (own !== signedInAt) return own - signedInAt;
    const ref = this.refOf(place);
    if (ref === signInRef) return 0;
    return ref < signInRef ? -1 : 1;
  }
}

/** Two letters. */
function countryNumber(country: string): number {
  return country.length === 2 ? (country.charCodeAt(0) << 8) | (country.charCodeAt(1) & 255) : NOWHERE;
}
