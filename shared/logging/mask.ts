// The second net: texts that look personal are masked wherever they stand. The first net is the allow-list of keys.

const MASK = '[masked]';
const EMAIL = /[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+\.[A-Za-z]{2,}/g;
/** Eight and more digits, spaces, dots, hyphens or brackets between them: phone and card numbers. */
const LONG_NUMBER = /(?<![A-Za-z0-9_-])\+?\d(?:[ .()-]{0,2}\d){7,}(?![A-Za-z0-9_-])/g;
const IP_V4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
/** Loopback and private ranges name machines of ours, not persons. */
const OWN_NETWORK = /^(?:127\.|0\.0\.0\.0$|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

/** The text with e-mail addresses, long numbers and foreign IPv4 addresses masked; addresses of our own network stay readable. */
export function maskText(text: string): string {
  return text
    .replace(EMAIL, MASK)
    .replace(IP_V4, (found) => (OWN_NETWORK.test(found) ? found : MASK))
    .replace(LONG_NUMBER, (found) => (ISO_DATE.test(found) ? found : MASK));
}
