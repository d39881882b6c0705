// Three faults of kafkajs 2.2.4 that show when a connection is lost at a bad moment (found by cutting connections at random):
// - half an answer that came before the loss stays in the buffer: every later answer is misread, every request times out
// - a request sent while the connection closes is forgotten: whoever waits for it waits for ever
// - two requests that find the connection closed open it twice
// Mended on the one class that all of kafkajs uses, so its admin client and the tools profit too.
import Connection from 'kafkajs/src/network/connection.js';
import kafkajs from 'kafkajs';

const mended = Symbol.for('fulfilment.kafkajs-connections-mended');
const LENGTH_BYTES = 4;

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
}
