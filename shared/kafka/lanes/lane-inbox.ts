// What was fetched for a lane and waits for its unit: bytes, read only when a unit takes them.
// Remembers how far it was read, gaps, markers and heartbeats included: that is what may be committed with the unit.
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type FetchedRecords, type RecordSetReader, readRecordSet } from '../wire/record-set-reader.js';
import type { Position } from '../wire/txn-offset-commit.js';

export interface InboxLimits {
  readonly unitRecords: number;
  readonly unitBytes: number;
  readonly waitingBytes: number;
}

export interface LaneInbox {
  /** False while enough waits: fetch no more for this lane. */
  hasRoom(): boolean;
  accept(fetched: FetchedRecords): void;
  /**
   * The records of the next unit, in order within each partition; empty when none wait.
   * @throws FulfilmentError KAFKA_REFUSED for bytes that cannot be read
   */
  take(): IncomingRecord[];
  /** How far each partition was read since the last `committed`. */
  positions(): Position[];
  committed(): void;
  /** Resolves when something was accepted, when `wake` is called, or after `ms`. */
  arrival(ms: number): Promise<void>;
  wake(): void;
}

interface Waiting {
  readonly fetched: FetchedRecords;
  readonly reader: RecordSetReader;
}

/** Between two looks at the size of the unit. */
const STRIDE_RECORDS = 100;

export function createLaneInbox(limits: InboxLimits): LaneInbox {
  const waiting: Waiting[] = [];
  const readTo = new Map<string, Position>();
  let waitingBytes = 0;
  let wakeUp: (() => void) | null = null;

  function wake(): void {
    wakeUp?.();
    wakeUp = null;
  }

  function readFrom({ fetched, reader }: Waiting, records: IncomingRecord[], bytesSoFar: number): number {
    let bytes = bytesSoFar;
    while (!reader.isDone && records.length < limits.unitRecords && bytes < limits.unitBytes) {
      const before = records.length;
      const count = reader.read(Math.min(STRIDE_RECORDS, limits.unitRecords - before), records);
      for (let at = before; at < before + count; at++) bytes += sizeOf(records[at] as IncomingRecord);
    }
    const { topic, partition } = fetched;
    const offset = reader.nextOffset;
    if (offset > fetched.fromOffset) readTo.set(`${partition} ${topic}`, { topic, partition, offset });
    return bytes;
  }

  return {
    hasRoom: () => waitingBytes < limits.waitingBytes,
    accept: (fetched) => {
      waiting.push({ fetched, reader: readRecordSet(fetched) });
      waitingBytes += fetched.bytes.length;
      wake();
    },
    take: () => {
      const records: IncomingRecord[] = [];
      let bytes = 0;
      for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
        bytes = readFrom(first, records, bytes);
        if (!first.reader.isDone) break;
        waiting.shift();
        waitingBytes -= first.fetched.bytes.length;
      }
      return records;
    },
    positions: () => [...readTo.values()],
    committed: () => readTo.clear(),
    arrival: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(wake, ms);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake,
  };
}

function sizeOf({ key, value }: IncomingRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
