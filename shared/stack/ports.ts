// Chooses the ports of a stack. Not from the system's ephemeral range: there an outgoing connection could take the port
// of a broker while it restarts.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

export interface StackPorts {
  readonly kafka: number;
  readonly registry: number;
  readonly mongod: number;
  /** Kafka's own quorum; nobody else needs it. */
  readonly controller: number;
}

const LOWEST = 20_000;
const HIGHEST = 31_000;
const ATTEMPTS = 200;
const HOST = '127.0.0.1';

/** STACK_PORT and the three after it. */
export function portsFrom(base: number): StackPorts {
  return { kafka: base, registry: base + 1, mongod: base + 2, controller: base + 3 };
}

/**
 * @param base STACK_PORT: exactly these four are taken or it fails; unset: `earlier` if still free, else any free four in a row
 * @param earlier what the stack used last time, so that settings people have copied stay valid
 * @throws FulfilmentError STACK_PORT_TAKEN with the first port that is not free
 */
export async function choosePorts(base: number | undefined, earlier: StackPorts | undefined): Promise<StackPorts> {
  if (base !== undefined) {
    const ports = portsFrom(base);
    const taken = await firstTaken(ports);
    if (taken !== undefined) throw new FulfilmentError('STACK_PORT_TAKEN', { port: taken });
    return ports;
  }
  if (earlier !== undefined && (await firstTaken(earlier)) === undefined) return earlier;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const ports = portsFrom(randomInt(LOWEST, HIGHEST));
    if ((await firstTaken(ports)) === undefined) return ports;
  }
  throw new FulfilmentError('STACK_PORT_TAKEN', { tried: ATTEMPTS, from: LOWEST, to: HIGHEST });
}

/** Tells whether nothing listens on the port of this machine's loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.on('error', () => done(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => done(true)));
  });
}

async function firstTaken(ports: StackPorts): Promise<number | undefined> {
  for (const port of Object.values(ports) as number[]) if (!(await isFree(port))) return port;
  return undefined;
}
