// Sends a request of our own making over a connection of kafkajs, which frames, logs in, matches and times out.
import type { Broker } from 'kafkajs/src/cluster/index.js';
import { type ByteSink, written } from '../wire/byte-sink.js';

export interface Call<T> {
  readonly api: { readonly apiKey: number; readonly apiVersion: number; readonly apiName: string };
  /** Where to write; no other call may use it until this one was sent. */
  readonly sink: ByteSink;
  readonly put: (sink: ByteSink) => void;
  readonly read: (bytes: Buffer) => T;
  /** How much longer than usual the answer may take, because the broker waits for something. */
  readonly brokerWaitsMs?: number;
}

interface Decoded<T> {
  readonly value: T;
}

const NETWORK_MS = 10_000;

/** @throws kafkajs' errors for connections and time-outs; numbers inside the answer are the caller's to judge */
export function callBroker<T>(broker: Broker, call: Call<T>): Promise<T> {
  const { api, sink, put, read, brokerWaitsMs = 0 } = call;
  const encode = (): Promise<{ buf: Buffer; buffer: Buffer }> => {
    sink.length = 0;
    put(sink);
    return Promise.resolve({ buf: sink.bytes, buffer: written(sink) });
  };
  return broker.connectionPool.send<T>({
    request: { encode, ...api },
    response: {
      decode: (bytes) => Promise.resolve({ value: read(bytes) } satisfies Decoded<T>),
      parse: (decoded) => Promise.resolve((decoded as Decoded<T>).value),
    },
    requestTimeout: NETWORK_MS + brokerWaitsMs,
    logResponseError: false,
  });
}
