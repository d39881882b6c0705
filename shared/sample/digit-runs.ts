// Finds what could pass for a card number: 13 to 19 digits, separators allowed, that satisfy the Luhn sum.

const CARD_LENGTHS = { min: 13, max: 19 } as const;
const RUN = /\d(?:[ ./()-]*\d){12,}/g;

/** True when a text holds 13–19 digits in a row (spaces, dots, dashes, slashes, brackets between them ignored) that a card could have. */
export function holdsCardNumber(text: string): boolean {
  for (const [run] of text.matchAll(RUN)) {
    const digits = run.replace(/\D/g, '');
    for (let start = 0; start + CARD_LENGTHS.min <= digits.length; start++) {
      const longest = Math.min(CARD_LENGTHS.max, digits.length - start);
      for (let length = CARD_LENGTHS.min; length <= longest; length++) {
        if (satisfiesLuhn(digits.slice(start, start + length))) return true;
      }
    }
  }
  return false;
}

/** The sum that every card number satisfies. @param digits digits only */
export function satisfiesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
