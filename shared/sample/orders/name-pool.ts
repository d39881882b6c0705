// First names, last names and streets of a country, made once by faker: it is too slow and heavy to be asked for every order.
import { type Faker } from '@faker-js/faker';
import { faker as german } from '@faker-js/faker/locale/de';
import { faker as american } from '@faker-js/faker/locale/en_US';
import { faker as spanish } from '@faker-js/faker/locale/es';
import { faker as mexican } from '@faker-js/faker/locale/es_MX';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as italian } from '@faker-js/faker/locale/it';
import { faker as dutch } from '@faker-js/faker/locale/nl';
import { faker as polish } from '@faker-js/faker/locale/pl';
import { faker as brazilian } from '@faker-js/faker/locale/pt_BR';
import { faker as portuguese } from '@faker-js/faker/locale/pt_PT';

export interface NamePool {
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  /** Without number. */
  readonly streets: readonly string[];
}

const FAKERS: Readonly<Record<string, Faker>> = {
  DE: german,
  FR: french,
  NL: dutch,
  PL: polish,
  ES: spanish,
  IT: italian,
  BR: brazilian,
  US: american,
  PT: portuguese,
  MX: mexican,
};
/** Fixed: pools are material, the seed of a sample decides only what is picked from them. */
const POOL_SEED = 20_250_601;
const SIZE = { firstNames: 160, lastNames: 240, streets: 240 } as const;
const pools = new Map<string, NamePool>();

/**
 * The pool of a country; the same at every call.
 * @throws RangeError for a country that is not in the sample
 */
export function namePoolOf(countryCode: string): NamePool {
  const known = pools.get(countryCode);
  if (known !== undefined) return known;
  const faker = FAKERS[countryCode];
  if (faker === undefined) throw new RangeError(`the sample has no names for country ${countryCode}`);
  faker.seed(POOL_SEED);
  const pool: NamePool = {
    firstNames: distinct(SIZE.firstNames, () => faker.person.firstName()),
    lastNames: distinct(SIZE.lastNames, () => lastName(faker, countryCode)),
    streets: distinct(SIZE.streets, () => withoutNumber(faker.location.street())),
  };
  pools.set(countryCode, pool);
  return pool;
}

/** Brazilians and Portuguese carry the names of both parents; faker gives them one. */
function lastName(faker: Faker, countryCode: string): string {
  const name = faker.person.lastName();
  return countryCode === 'BR' || countryCode === 'PT' ? `${name} ${faker.person.lastName()}` : name;
}

/** Up to `size` different texts; fewer where the language has fewer. */
function distinct(size: number, make: () => string): string[] {
  const found = new Set<string>();
  for (let tries = 0; found.size < size && tries < size * 4; tries++) found.add(make());
  return [...found];
}

/** Some languages of faker put a number into the street; ours come from the person. */
function withoutNumber(street: string): string {
  return street
    .replace(/\s*(s\/n\.?|\d+\s*[A-Z]?\b)\s*/g, ' ')
    .replace(/[\s,]+$/, '')
    .trim();
}
