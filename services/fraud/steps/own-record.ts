// Records of the logs that only fraud control writes: what it is about to write, and what it has read back, look alike.
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';

export interface OwnRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export function toBeWritten({ topic, key, value, headers = {} }: OutgoingRecord): OwnRecord {
  return { topic, key: key?.toString() ?? '', value, headers };
}

export function readBack({ topic, key, value, headers }: IncomingRecord): OwnRecord {
  const told = Object.entries(headers).flatMap(([name, bytes]) =>
    bytes === undefined ? [] : [[name, bytes.toString('utf8')] as const],
  );
  return { topic, key: key?.toString('utf8') ?? '', value, headers: Object.fromEntries(told) };
}

/** Erasure, reason and version of the policy; empty when the clock of fraud control itself has run. */
export function erasureHeaders(headers: OwnRecord['headers']): Record<string, string> {
  return Object.fromEntries(
    ['erasure-id', 'reason', 'policy-version'].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
