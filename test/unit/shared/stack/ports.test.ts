// Ports: exactly those that were asked for, else the ones of last time, else free ones.
import { createServer, type Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { choosePorts, isFree, portsFrom } from '#shared/stack/ports';

async function taking<T>(port: number, work: () => Promise<T>): Promise<T> {
  const server: Server = createServer();
  await new Promise<void>((done, fail) => server.on('error', fail).listen({ port, host: '127.0.0.1' }, done));
  try {
    return await work();
  } finally {
    await new Promise((done) => server.close(done));
  }
}

describe('the ports of a stack', () => {
  test('are four free ones in a row below the ephemeral range, where no outgoing connection can take them', async () => {
    const ports = await choosePorts(undefined, undefined);
    expect(ports).toEqual(portsFrom(ports.kafka));
    expect(ports.kafka).toBeGreaterThanOrEqual(20_000);
    expect(ports.controller).toBeLessThan(32_768);
    for (const port of Object.values(ports) as number[]) expect(await isFree(port)).toBe(true);
  });

  test('stay what they were while they are free, so that copied settings stay valid', async () => {
    const earlier = await choosePorts(undefined, undefined);
    expect(await choosePorts(undefined, earlier)).toEqual(earlier);
    await taking(earlier.mongod, async () => {
      expect(await choosePorts(undefined, earlier)).not.toEqual(earlier);
    });
  });

  test('follow STACK_PORT, and a taken one among the four is named instead of quietly replaced', async () => {
    const base = (await choosePorts(undefined, undefined)).kafka;
    expect(await choosePorts(base, undefined)).toEqual(portsFrom(base));
    await taking(base + 1, async () => {
      await expect(choosePorts(base, undefined)).rejects.toMatchObject({
        code: 'STACK_PORT_TAKEN',
        details: { port: base + 1 },
      });
    });
  });
});
