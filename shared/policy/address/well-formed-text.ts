// Whether a text arrived as it was written: no half of a surrogate pair, no control characters, no sign that bytes were lost on the way.

const FIRST_PRINTABLE = 0x20;
const REPLACEMENT = 0xfffd;

/**
 * False for control characters (line breaks included), lone surrogates and U+FFFD, which decoders put where a text was broken.
 * Emoji, combining marks and right-to-left marks are all right.
 */
export function isWellFormedText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < FIRST_PRINTABLE || (code >= 0x7f && code <= 0x9f) || code === REPLACEMENT) return false;
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
    i++;
  }
  return true;
}
