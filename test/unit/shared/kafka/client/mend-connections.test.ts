// kafkajs' own connection class over sockets of ours, which break where a network would.
import { Duplex } from 'node:stream';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import Connection from 'kafkajs/src/network/connection.js';
import { mendConnections } from '#shared/kafka/client/mend-connections';

beforeAll(mendConnections);
afterEach(() => void jest.useRealTimers());

interface FakeSocket extends Duplex {
  /** Sends bytes as the broker would. */
  answer(bytes: Buffer): void;
  setKeepAlive(): void;
  unref(): void;
}

interface Wire {
  readonly connection: Connection;
  readonly sockets: FakeSocket[];
  /** Requests as they went out, by socket. */
  readonly sent: Buffer[][];
}

function openWire(settings: object = {}): Wire {
  const sockets: FakeSocket[] = [];
  const sent: Buffer[][] = [];
  const socketFactory = ({ onConnect }: { onConnect: () => void }): FakeSocket => {
    const requests: Buffer[] = [];
    const socket = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _, done) => {
        requests.push(chunk);
        done();
      },
    });
    sockets.push(
      Object.assign(socket, {
        answer: (bytes: Buffer) => void socket.push(bytes),
        setKeepAlive: () => undefined,
        unref: () => undefined,
      }),
    );
    sent.push(requests);
    setImmediate(onConnect);
    return sockets.at(-1) as FakeSocket;
  };
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const logger = { ...silent, namespace: () => logger };
  const connection = new Connection({
    host: 'h',
    port: 1,
    logger,
    socketFactory,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    ...settings,
  });
  return { connection, sockets, sent };
}

const call = {
  request: {
    apiKey: 99,
    apiVersion: 0,
    apiName: 'Echo',
    encode: () => Promise.resolve({ buf: Buffer.alloc(0), buffer: Buffer.alloc(0) }),
  },
  response: {
    decode: (bytes: Buffer) => Promise.resolve({ text: bytes.toString() }),
    parse: (decoded: object) => Promise.resolve(decoded),
  },
};
/** Length, correlation id, text. */
function answerTo(request: Buffer | undefined, text: string): Buffer {
  const bytes = Buffer.alloc(8 + text.length);
  bytes.writeInt32BE(4 + text.length, 0);
  request?.copy(bytes, 4, 8, 12);
  bytes.write(text, 8);
  return bytes;
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
async function request(wire: Wire): Promise<{ answer: Promise<unknown>; bytes: Buffer | undefined }> {
  const answer = wire.connection.send(call);
  answer.catch(() => undefined);
  await turn();
  return { answer, bytes: wire.sent.at(-1)?.at(-1) };
}

describe('a connection of kafkajs', () => {
  test('forgets half an answer when it is lost, so that the answers after it are read', async () => {
    const wire = openWire();
    await wire.connection.connect();
    const { answer, bytes } = await request(wire);
    wire.sockets[0]?.answer(answerTo(bytes, 'half an answer').subarray(0, 13));
    await turn();
    wire.sockets[0]?.destroy(new Error('cut'));
    await expect(answer).rejects.toThrow('Connection error: cut');
    await wire.connection.connect();
    const again = await request(wire);
    wire.sockets[1]?.answer(answerTo(again.bytes, 'whole'));
    await expect(again.answer).resolves.toEqual({ text: 'whole' });
    await wire.connection.disconnect();
  });

  test('rejects a request that is sent while it closes, at whatever moment, instead of letting it wait for ever', async () => {
    for (let moment = 0; moment < 15; moment++) {
      const wire = openWire();
      await wire.connection.connect();
      const outcome = wire.connection.send(call).then(
        () => 'answered',
        () => 'rejected',
      );
      for (let step = 0; step < moment; step++) await Promise.resolve();
      wire.sockets[0]?.emit('error', new Error('cut'));
      const waited = turn()
        .then(turn)
        .then(() => `waiting, cut at ${moment}`);
      expect(await Promise.race([outcome, waited])).toBe('rejected');
    }
  });

  test('opens once for all who find it closed', async () => {
    const wire = openWire();
    await Promise.all([wire.connection.connect(), wire.connection.connect()]);
    expect(wire.sockets).toHaveLength(1);
    await wire.connection.connect();
    expect(wire.sockets).toHaveLength(1);
    await wire.connection.disconnect();
  });

  test('sends what had to wait for an answer before it, and then has nothing more to look after', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const wire = openWire({ maxInFlightRequests: 1, enforceRequestTimeout: false });
    await wire.connection.connect();
    const first = await request(wire);
    const second = wire.connection.send(call);
    await turn();
    expect(wire.sent[0]).toHaveLength(1);
    wire.sockets[0]?.answer(answerTo(first.bytes, 'first'));
    await expect(first.answer).resolves.toEqual({ text: 'first' });
    await turn();
    wire.sockets[0]?.answer(answerTo(wire.sent[0]?.[1], 'second'));
    await expect(second).resolves.toEqual({ text: 'second' });
    jest.advanceTimersByTime(1_000);
    expect(jest.getTimerCount()).toBe(0);
    await wire.connection.disconnect();
  });

  test('ends a request without an answer in time, and looks after all connections at once', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const wires = [openWire(), openWire()];
    for (const { connection } of wires) await connection.connect();
    const requests = await Promise.all(wires.map(request));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(5_000);
    wires[0]?.sockets[0]?.answer(answerTo(requests[0]?.bytes, 'just in time'));
    await turn();
    jest.advanceTimersByTime(200);
    await expect(requests[0]?.answer).resolves.toEqual({ text: 'just in time' });
    await expect(requests[1]?.answer).rejects.toThrow('Request Echo(key: 99, version: 0) timed out');
    for (const { connection } of wires) await connection.disconnect();
    expect(jest.getTimerCount()).toBe(0);
  });
});
