// One at a time across processes: two `up` of the same directory must not start two brokers or fetch the same file twice.
// The lock is a listening socket: it goes with its process, even after kill -9, so no lock outlives its holder.
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs the work while no other process holds the same key; waits as long as another does.
 * @param key e.g. the absolute path of the directory that is to be changed
 * @param onWait called once if the lock is held by another process
 * @param platform default: that of this process
 */
export async function exclusively<T>(
  key: string,
  work: () => Promise<T>,
  onWait?: () => void,
  platform: NodeJS.Platform = process.platform,
): Promise<T> {
  const address = addressOf(key, platform);
  let lock = await tryToHold(address);
  if (lock === null) onWait?.();
  while (lock === null) {
    await heldByAnother(address);
    lock = await tryToHold(address);
  }
  const held = lock;
  try {
    return await work();
  } finally {
    held.waiting.forEach((socket) => socket.destroy());
    await new Promise<void>((done) => held.server.close(() => done()));
  }
}

/** Linux has sockets without a file, which the kernel removes; elsewhere the file of a killed holder is removed by the next one. */
function addressOf(key: string, platform: NodeJS.Platform): string {
  const name = `fulfilment-stack-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;
  return platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

interface Held {
  readonly server: Server;
  readonly waiting: Set<{ destroy(): unknown }>;
}

function tryToHold(address: string): Promise<Held | null> {
  return new Promise((done, fail) => {
    const waiting = new Set<{ destroy(): unknown }>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => waiting.delete(socket));
    });
    server.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(null) : fail(error)));
    server.listen({ path: address }, () => done({ server, waiting }));
    server.unref();
  });
}

/** Resolves when the holder lets go or dies: its end of the connection closes. */
async function heldByAnother(address: string): Promise<void> {
  const nobodyListens = await new Promise<boolean>((done) => {
    let refused = false;
    const socket = connect({ path: address });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      refused = error.code === 'ECONNREFUSED';
    });
    socket.on('close', () => done(refused));
    socket.resume();
  });
  if (nobodyListens && !address.startsWith('\0')) await rm(address, { force: true });
  await sleep(20);
}
