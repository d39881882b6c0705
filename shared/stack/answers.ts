// Asks each server for a sign that it can work, not only that its port is open. Never throws: no answer is an answer.
import { connect } from 'node:net';

const PATIENCE_MS = 2_000;

/**
 * Sends Kafka's ApiVersions request, the one that is answered before logging in; a broker answers it once it takes requests.
 * Written by hand (20 bytes), so that starting a stack loads no Kafka client.
 */
export function kafkaAnswers(host: string, port: number): Promise<boolean> {
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);
  return new Promise((done) => {
    const socket = connect({ host, port });
    const finish = (answered: boolean): void => {
      socket.destroy();
      done(answered);
    };
    socket.setTimeout(PATIENCE_MS, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('connect', () => socket.write(request));
    // Size, then our correlation id 7.
    socket.once('data', (answer) => finish(answer.length >= 8 && answer.readInt32BE(4) === 7));
  });
}

/** Lists subjects through the Confluent API, which also asks the registry's database. */
export async function registryAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
