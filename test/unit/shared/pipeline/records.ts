// Records for tests of flows: only what a step looks at differs.
import type { IncomingRecord } from '#shared/pipeline/unit';

export function recordAt(offset: number, value: string | null = `value-${offset}`): IncomingRecord {
  return {
    topic: 'orders.events',
    partition: 1,
    offset: String(offset),
    timestampMs: 1_700_000_000_000,
    key: Buffer.from(`key-${offset}`),
    value: value === null ? null : Buffer.from(value),
    headers: {},
  };
}
