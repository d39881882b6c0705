// What members of a group tell one another through the broker: Kafka's own consumer format, so that its tools can show the
// group, with the lanes in the part that is free for the application.
import { z } from 'zod';
import { createByteSink, putInt16, putInt32, putString, reserve, written, type ByteSink } from '../wire/byte-sink.js';
import { sourceOf, takeBytes, takeInt32, takeString } from '../wire/byte-source.js';

/** All members must name the same; another consumer under the same group id is refused by the broker. */
export const PROTOCOL = 'fulfilment-lanes';

export interface Subscription {
  readonly topics: readonly string[];
  /** Lanes of the generation before. */
  readonly held: readonly number[];
}

export interface Assignment {
  readonly lanes: readonly number[];
  /** For whoever looks at the group from outside. */
  readonly partitions: ReadonlyMap<string, readonly number[]>;
}

const FORMAT = 0;
const lanesOf = z.array(z.int().min(0).max(1_023)).max(1_024);
const held = z.object({ held: lanesOf });
const assigned = z.object({ lanes: lanesOf });

export function encodeSubscription({ topics, held: lanes }: Subscription): Buffer {
  const sink = createByteSink(256);
  putInt16(sink, FORMAT);
  putInt32(sink, topics.length);
  for (const topic of topics) putString(sink, topic);
  putJson(sink, { held: lanes });
  return Buffer.from(written(sink));
}

/** Lanes a member says it had; none when it says nothing we understand. */
export function decodeHeld(subscription: Buffer): readonly number[] {
  const source = sourceOf(subscription);
  source.at += 2;
  for (let count = takeInt32(source); count > 0; count--) takeString(source);
  const parsed = held.safeParse(parseJson(takeBytes(source)));
  return parsed.success ? parsed.data.held : [];
}

export function encodeAssignment({ lanes, partitions }: Assignment): Buffer {
  const sink = createByteSink(256);
  putInt16(sink, FORMAT);
  putInt32(sink, partitions.size);
  for (const [topic, numbers] of partitions) {
    putString(sink, topic);
    putInt32(sink, numbers.length);
    for (const number of numbers) putInt32(sink, number);
  }
  putJson(sink, { lanes });
  return Buffer.from(written(sink));
}

/** Lanes assigned to us; none for the empty assignment of a member the leader did not know. */
export function decodeLanes(assignment: Buffer): readonly number[] {
  if (assignment.length === 0) return [];
  const source = sourceOf(assignment);
  source.at += 2;
  for (let topics = takeInt32(source); topics > 0; topics--) {
    takeString(source);
    for (let count = takeInt32(source); count > 0; count--) takeInt32(source);
  }
  return assigned.parse(parseJson(takeBytes(source))).lanes;
}

function putJson(sink: ByteSink, value: unknown): void {
  const bytes = Buffer.from(JSON.stringify(value));
  putInt32(sink, bytes.length);
  reserve(sink, bytes.length);
  sink.bytes.set(bytes, sink.length);
  sink.length += bytes.length;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
