// Three faults of kafkajs 2.2.4 that show when a connection is lost at a bad moment (found by cutting connections at random), and two that cost
// processor time for as long as connections are open:
// - half an answer that came before the loss stays in the buffer: every later answer is misread, every request times out
// - a request sent while the connection closes is forgotten: whoever waits for it waits for ever
// - two requests that find the connection closed open it twice
// - each connection looks every millisecond whether a request waits its turn, also when none does
// - each connection looks ten times a second for requests without an answer, at moments of its own, so that the process never rests
// Mended on the classes that all of kafkajs uses, so its admin client and the tools profit too.
import { createSystemClock } from '#shared/domain/system-clock';
import Connection from 'kafkajs/src/network/connection.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import kafkajs from 'kafkajs';

const mended = Symbol.for('fulfilment.kafkajs-connections-mended');
const LENGTH_BYTES = 4;
const LOOK_AT_ALL_MS = 100;

/** Safe to call again; the second call does nothing. */
export function mendConnections(): void {
  const prototype = Connection.prototype as Connection & { [mended]?: boolean };
  if (prototype[mended] === true) return;
  prototype[mended] = true;
  const { connect, disconnect } = prototype;
  const opening = new WeakMap<Connection, Promise<unknown>>();

  prototype.connect = function connectOnce(this: Connection): Promise<unknown> {
    const underWay = opening.get(this);
    if (underWay !== undefined) return underWay;
    if (this.isConnected()) return Promise.resolve(true);
    this.chunks = [];
    this.bytesBuffered = 0;
    this.bytesNeeded = LENGTH_BYTES;
    const opened = connect.call(this).finally(() => opening.delete(this));
    opening.set(this, opened);
    return opened;
  };

  prototype.disconnect = async function disconnectWhole(this: Connection): Promise<unknown> {
    const result = await disconnect.call(this);
    this.rejectRequests(new kafkajs.KafkaJSConnectionError('Closed connection', { broker: this.broker }));
    return result;
  };

  mendQueues();
}

function mendQueues(): void {
  const { prototype } = RequestQueue;
  const { scheduleCheckPendingRequests, destroy } = prototype;
  const clock = createSystemClock();
  const watched = new Set<RequestQueue>();
  let watch: NodeJS.Timeout | undefined;

  // A request that has to wait asks for this itself.
  prototype.scheduleCheckPendingRequests = function scheduleIfAnyWaits(this: RequestQueue): void {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };

  prototype.scheduleRequestTimeoutCheck = function watchWithAll(this: RequestQueue): void {
    if (!this.enforceRequestTimeout) return;
    watched.add(this);
    watch ??= setInterval(() => {
      // kafkajs notes the machine's time with each request.
      const nowMs = clock.nowMs();
      for (const queue of watched) endOverdue(queue, nowMs);
    }, LOOK_AT_ALL_MS);
  };

  prototype.destroy = function unwatch(this: RequestQueue): void {
    destroy.call(this);
    watched.delete(this);
    if (watched.size > 0) return;
    clearInterval(watch);
    watch = undefined;
  };
}

function endOverdue(queue: RequestQueue, nowMs: number): void {
  for (const request of queue.inflight.values()) {
    if (nowMs - request.sentAt > request.requestTimeout) request.timeoutRequest();
  }
  if (!queue.isConnected()) queue.destroy();
}
