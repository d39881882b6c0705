// The client against a server that misbehaves: an outage is always told apart from an answer, however the network fails.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { RegistryConfig } from '#shared/config/registry';
import { createSecret } from '#shared/config/secret';
import { createRegistryClient, type RegistryClient } from '#shared/codec/registry-client';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
const text = JSON.stringify({ type: 'record', namespace: 'n', name: 'R', fields: [] });

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function given(
  answer: Answer,
  retries = 0,
  login: RegistryConfig['login'] = null,
  timeoutMs = 20_000,
): Promise<{ client: RegistryClient; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    client: createRegistryClient({ url: `http://127.0.0.1:${port}/api/v7`, timeoutMs, retries, login }),
    asked,
  };
}

function reply(status: number, body: unknown): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

const OUTAGE = { code: 'REGISTRY_UNAVAILABLE', class: 'retry' };

describe('an outage', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])('with status %i is one', async (status) => {
    const { client } = await given(reply(status, { message: 'no' }));
    await expect(client.schemaById(1)).rejects.toMatchObject(OUTAGE);
    await expect(client.register('s', 'string')).rejects.toMatchObject(OUTAGE);
  });

  test('is a refused connection', async () => {
    const client = createRegistryClient({ url: 'http://127.0.0.1:1', retries: 0 });
    await expect(client.schemaById(1)).rejects.toMatchObject(OUTAGE);
    await expect(client.idOf('s', 'string')).rejects.toMatchObject(OUTAGE);
    await expect(client.setCompatibility('s', 'BACKWARD')).rejects.toMatchObject(OUTAGE);
  });

  test('is a server that never answers, after the time-out', async () => {
    const { client } = await given(() => {}, 0, null, 300);
    const startedMs = performance.now();
    await expect(client.latest('s')).rejects.toMatchObject(OUTAGE);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });

  test('is a connection that breaks in the middle of an answer', async () => {
    const { client } = await given((_, response) => {
      response.writeHead(200, { 'content-length': '1000', 'content-type': 'application/json' });
      response.write('{"schema":');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(client.schemaById(1)).rejects.toMatchObject(OUTAGE);
  });

  test.each(['<html>Gateway</html>', '', '[]', '{"unrelated":1}'])(
    'is a proxy that answers %p with status 200',
    async (body) => {
      const { client } = await given(reply(200, body));
      await expect(client.schemaById(1)).rejects.toMatchObject(OUTAGE);
      await expect(client.register('s', 'string')).rejects.toMatchObject(OUTAGE);
    },
  );

  test('that is over after a moment is not noticed by a read', async () => {
    let calls = 0;
    const { client } = await given((request, response) => {
      calls += 1;
      if (calls < 3) reply(503, {})(request, response);
      else reply(200, { schema: text })(request, response);
    }, 3);
    expect(await client.schemaById(5)).toMatchObject({ id: 5 });
    expect(calls).toBe(3);
  });

  test('tells nothing of what was sent', async () => {
    const { client } = await given(reply(500, { message: 'boom' }));
    const failure = await client.register('subject-x', { canary: 'c' }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(String((failure as Error).message)).not.toContain('canary');
  });
});

describe('an answer', () => {
  test('that there is no such schema is null', async () => {
    const { client } = await given(reply(404, { error_code: 40403, message: 'Schema 9 not found.' }));
    expect(await client.schemaById(9)).toBeNull();
    expect(await client.latest('s')).toBeNull();
    expect(await client.idOf('s', 'string')).toBeNull();
    expect(await client.compatibility('s')).toBeNull();
    expect(await client.isCompatible('s', 'string')).toBe(true);
  });

  test.each([409, 422])('with status %i to a registration is a refusal', async (status) => {
    const { client } = await given(reply(status, { message: 'incompatible' }));
    expect(await client.register('s', 'string')).toBeNull();
  });

  test.each([401, 403])('with status %i stops us, as a retry would not change it', async (status) => {
    const { client } = await given(reply(status, { message: 'who are you' }));
    await expect(client.schemaById(1)).rejects.toMatchObject({ class: 'crash', details: { status } });
  });

  test('of another kind than Avro is no schema of ours', async () => {
    const { client } = await given(reply(200, { schema: 'syntax = "proto3";', schemaType: 'PROTOBUF' }));
    expect(await client.schemaById(1)).toBeNull();
  });

  test('with references brings the schemas it refers to, innermost first', async () => {
    const { client, asked } = await given((request, response) => {
      const subject = /subjects\/(\w+)/.exec(request.url ?? '')?.[1];
      const next = subject === undefined ? 'outer' : subject === 'outer' ? 'inner' : undefined;
      const references = next === undefined ? [] : [{ name: `n.${next}`, subject: next, version: 1 }];
      reply(200, { id: 1, schema: JSON.stringify(`from ${subject ?? 'id'}`), references })(request, response);
    });
    expect(await client.schemaById(1)).toEqual({ id: 1, schema: 'from id', references: ['from inner', 'from outer'] });
    expect(asked).toEqual([
      'GET /api/v7/schemas/ids/1',
      'GET /api/v7/subjects/outer/versions/1',
      'GET /api/v7/subjects/inner/versions/1',
    ]);
  });

  test('with references that go round in a circle is no schema', async () => {
    const { client } = await given(
      reply(200, { id: 1, schema: text, references: [{ name: 'n.R', subject: 'itself', version: 1 }] }),
    );
    expect(await client.schemaById(1)).toBeNull();
  });

  test('to the same question asked at once by many is fetched once', async () => {
    const { client, asked } = await given(reply(200, { schema: text }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.schemaById(7)));
    expect(new Set(answers).size).toBe(1);
    expect(asked).toHaveLength(1);
    await client.schemaById(7);
    expect(asked).toHaveLength(2);
  });
});

describe('a login', () => {
  test('goes along with every request, and only when there is one', async () => {
    const seen: (string | undefined)[] = [];
    const { client } = await given((request, response) => {
      seen.push(request.headers.authorization);
      reply(404, {})(request, response);
    });
    await client.latest('s');
    expect(seen).toEqual([undefined]);
    const { client: other } = await given(
      (request, response) => {
        seen.push(request.headers.authorization);
        reply(404, {})(request, response);
      },
      0,
      { username: 'u', password: createSecret('pä:ss') },
      5_000,
    );
    await other.latest('s');
    await other.deleteSubject('s');
    const expected = `Basic ${Buffer.from('u:pä:ss').toString('base64')}`;
    expect(seen.slice(1)).toEqual([expected, expected, expected]);
  });
});

describe('a subject', () => {
  test('is deleted in the two steps that registries ask for, and one that is not there is fine', async () => {
    const { client, asked } = await given(reply(404, {}));
    await client.deleteSubject('a b/c');
    expect(asked).toEqual(['DELETE /api/v7/subjects/a%20b%2Fc', 'DELETE /api/v7/subjects/a%20b%2Fc?permanent=true']);
  });

  test('that could not be deleted is an outage', async () => {
    await expect((await given(reply(503, {}))).client.deleteSubject('s')).rejects.toMatchObject(OUTAGE);
    const client = createRegistryClient({ url: 'http://127.0.0.1:1', retries: 0 });
    await expect(client.deleteSubject('s')).rejects.toMatchObject(OUTAGE);
  });
});
