// The AlterUserScramCredentials call (version 0): makes, replaces and ends logins. The password itself never travels: what does is its
// salted hash, as RFC 5802 has it. kafkajs does not know this call.
import { type ByteSink, putBytes, putCompactString, putInt32, putInt8, putUvarint } from './byte-sink.js';
import { sourceOf, takeInt16, takeInt32, takeUvarint, takeView } from './byte-source.js';

export const ALTER_SCRAM_CREDENTIALS = { apiKey: 51, apiVersion: 0, apiName: 'AlterUserScramCredentials' } as const;

const SCRAM_SHA_256 = 1;

export interface ScramCredential {
  readonly user: string;
  readonly iterations: number;
  readonly salt: Buffer;
  readonly saltedPassword: Buffer;
}

export interface AlterScramCredentials {
  /** Users whose login ends. */
  readonly deletions: readonly string[];
  readonly upsertions: readonly ScramCredential[];
}

/** Number and user of one outcome; 0: done. */
export interface ScramOutcome {
  readonly user: string;
  readonly errorCode: number;
}

export function putAlterScramCredentials(sink: ByteSink, { deletions, upsertions }: AlterScramCredentials): void {
  // The tags that end the request's head.
  putUvarint(sink, 0);
  putUvarint(sink, deletions.length + 1);
  for (const user of deletions) {
    putCompactString(sink, user);
    putInt8(sink, SCRAM_SHA_256);
    putUvarint(sink, 0);
  }
  putUvarint(sink, upsertions.length + 1);
  for (const { user, iterations, salt, saltedPassword } of upsertions) {
    putCompactString(sink, user);
    putInt8(sink, SCRAM_SHA_256);
    putInt32(sink, iterations);
    putCompactBytes(sink, salt);
    putCompactBytes(sink, saltedPassword);
    putUvarint(sink, 0);
  }
  putUvarint(sink, 0);
}

export function readAlterScramCredentialsResponse(bytes: Buffer): ScramOutcome[] {
  const source = sourceOf(bytes);
  // No tags of the head, then the throttle time.
  takeUvarint(source);
  takeInt32(source);
  const outcomes: ScramOutcome[] = [];
  for (let left = takeUvarint(source) - 1; left > 0; left--) {
    const user = takeText(source);
    const errorCode = takeInt16(source);
    // What the broker says about it.
    takeText(source);
    takeUvarint(source);
    outcomes.push({ user, errorCode });
  }
  return outcomes;
}

function putCompactBytes(sink: ByteSink, bytes: Buffer): void {
  putUvarint(sink, bytes.length + 1);
  putBytes(sink, bytes);
}

function takeText(source: ReturnType<typeof sourceOf>): string {
  const size = takeUvarint(source) - 1;
  return size <= 0 ? '' : takeView(source, size).toString('utf8');
}
