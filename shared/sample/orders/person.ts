// A customer of the sample: who, where, how reachable, with which devices. Made by a seeded generator, nobody real.
import type { SeededRandom } from '../seeded-random.js';
import { seededUuid } from '../seeded-ids.js';
import type { Destination, Town } from './destination.js';
import { USER_AGENTS } from './devices.js';
import { namePoolOf } from './name-pool.js';
import { fillPattern } from './pattern.js';
import { weightedPicker } from './weighted.js';

const DAY_MS = 86_400_000;

export interface Device {
  readonly deviceId: string;
  readonly userAgent: string;
}

export interface Person {
  readonly destination: Destination;
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  readonly devices: readonly Device[];
  readonly ipAddresses: readonly string[];
  readonly asn: number;
  readonly acceptLanguage: string;
  /** How long before the sample begins the account was opened. */
  readonly accountAgeMs: number;
  /** Last four digits of the card, for those who pay by card. */
  readonly cardLast4: string;
  readonly pickupPoint: {
    readonly line: string;
    readonly pointId: string;
    readonly customerPostNumber: string | null;
  } | null;
}

/** Where somebody lives when history says so; else one of the destination's towns is picked. */
export type Home = Pick<Person, 'city' | 'region' | 'postalCode'>;

/** Makes one person; the same sequence makes the same person. */
export function makePerson(destination: Destination, random: SeededRandom, home?: Home): Person {
  const names = namePoolOf(destination.countryCode);
  const [first, last] = [random.pick(names.firstNames), random.pick(names.lastNames)];
  const lives = home ?? homeIn(townPickerOf(destination)(random), random);
  const street = destination.addressLine(random.pick(names.streets), random.between(1, 180));
  const addition = random.chance(0.4) ? [fillPattern(random.pick(destination.additions), random)] : [];
  const devices = Array.from({ length: random.between(1, 2) }, () => ({
    deviceId: seededUuid(random),
    userAgent: random.pick(USER_AGENTS),
  }));
  const points = destination.pickupPoints;
  return {
    destination,
    customerId: seededUuid(random),
    name: `${first} ${last}`,
    email: `${mailName(first)}.${mailName(last)}${random.between(1, 99)}@${random.pick(destination.mailDomains)}`,
    phone: fillPattern(random.pick(destination.phones), random),
    addressLines: [street, ...addition],
    ...lives,
    devices,
    ipAddresses: Array.from({ length: random.between(1, 2) }, () => makeIpAddress(random)),
    asn: random.pick(destination.networks),
    acceptLanguage: random.pick(destination.acceptLanguages),
    accountAgeMs: random.chance(0.2) ? random.below(DAY_MS) : random.between(1, 1_500) * DAY_MS + random.below(DAY_MS),
    cardLast4: String(random.below(10_000)).padStart(4, '0'),
    pickupPoint:
      points === undefined || !random.chance(0.2)
        ? null
        : {
            line: fillPattern(points.line, random),
            pointId: fillPattern(points.pointId, random),
            customerPostNumber:
              points.customerPostNumber === undefined ? null : fillPattern(points.customerPostNumber, random),
          },
  };
}

const townPickers = new Map<string, (random: SeededRandom) => Town>();

function townPickerOf(destination: Destination): (random: SeededRandom) => Town {
  const known = townPickers.get(destination.countryCode);
  if (known !== undefined) return known;
  const picker = weightedPicker(destination.towns);
  townPickers.set(destination.countryCode, picker);
  return picker;
}

function homeIn(town: Town, random: SeededRandom): Home {
  return { city: town.city, region: town.region ?? null, postalCode: fillPattern(town.postalCode, random) };
}

/** Of ranges that belong to nobody: 198.18.0.0/15 (benchmarks) and 2001:db8::/32 (documentation). */
function makeIpAddress(random: SeededRandom): string {
  if (random.chance(0.7)) return `198.${random.between(18, 19)}.${random.below(256)}.${random.between(1, 254)}`;
  const groups = Array.from({ length: 6 }, () => random.between(0x1000, 0xffff).toString(16));
  return `2001:db8:${groups.join(':')}`;
}

/** A name as it stands in e-mail addresses: ASCII letters only. */
function mailName(name: string): string {
  const latin = name.replace(/ß/g, 'ss').replace(/[łŁ]/g, 'l').replace(/ø/g, 'o').replace(/æ/g, 'ae');
  const letters = latin
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
  return letters === '' ? 'kunde' : letters;
}
