// Ids out of a seeded sequence, in forms that never hold a run of 13 digits: a card number cannot appear in one by chance.
import type { SeededRandom } from './seeded-random.js';

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** A hex digit that is a letter; one of them in each group keeps runs of digits short. */
const HEX_LETTERS = 'abcdef';
/** No vowels (no words by accident), nothing that looks like something else. */
const TOKEN_LETTERS = 'bcdfghjkmnpqrstvwxz';
const TOKEN_DIGITS = '23456789';

/** A version 4 UUID. Every group of it holds a letter. */
export function seededUuid(random: SeededRandom): string {
  const [one, two, three, four] = [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
  const spare = random.uint32();
  return `${hex(one >>> 24)}${hex(one >>> 16)}${hex(one >>> 8)}${letter(spare)}${nibble(one)}-${nibble(two)}${letter(spare >>> 4)}${hex(two >>> 8)}-4${letter(spare >>> 8)}${hex(two >>> 16)}-${spare & 1 ? 'a' : 'b'}${nibble(three)}${hex(three >>> 8)}-${hex(three >>> 16)}${hex(three >>> 24)}${letter(spare >>> 12)}${nibble(four)}${hex(four >>> 8)}${hex(four >>> 16)}${hex(four >>> 24)}`;
}

/** Letters and digits in turn, as payment providers and phones hand them out; `length` characters. */
export function seededToken(random: SeededRandom, length: number): string {
  let token = '';
  let bits = 0;
  for (let i = 0; i < length; i++) {
    if (i % 4 === 0) bits = random.uint32();
    const piece = bits & 0xff;
    bits >>>= 8;
    token += i % 2 === 0 ? TOKEN_LETTERS[piece % TOKEN_LETTERS.length] : TOKEN_DIGITS[piece % TOKEN_DIGITS.length];
  }
  return token;
}

/** `count` capital letters. */
export function seededCapitals(random: SeededRandom, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += String.fromCharCode(65 + random.below(26));
  return text;
}

function hex(byte: number): string {
  return HEX_BYTES[byte & 0xff] as string;
}

function nibble(bits: number): string {
  return (HEX_BYTES[bits & 0x0f] as string).charAt(1);
}

function letter(bits: number): string {
  return HEX_LETTERS.charAt((bits & 0xff) % 6);
}
