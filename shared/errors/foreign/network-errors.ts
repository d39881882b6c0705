// Reads errors of Node's own network layer: they say only that a server could not be reached; who wraps them says which.
import type { ErrorCode } from '../catalogue.js';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** `NETWORK_UNAVAILABLE` for a network error of Node, or null when it is none. */
export function networkCodeOf(error: object): ErrorCode | null {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && NETWORK_CODES.has(code) ? 'NETWORK_UNAVAILABLE' : null;
}
