// The console as it is built and served: small, under a policy that lets no foreign script in, and nothing beside its own files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { type ConsoleFiles, readConsoleFiles } from '#services/desk/adapters/console-files';
import { consoleRoute } from '#services/desk/api/console-route';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { startApi } from './support.js';

const MOST_BYTES = 300_000;
const PROVIDER = {
  jwksUri: 'https://id.example.org/keys',
  authorizationEndpoint: 'https://id.example.org/auth',
  tokenEndpoint: 'https://id.example.org/token',
};

const out = mkdtempSync(path.join(tmpdir(), 'console-'));
let files: ConsoleFiles;
let app: FastifyInstance;
beforeAll(async () => {
  const builder = pathToFileURL(path.join(repositoryRoot(), 'shared', 'start', 'build-console.mjs')).href;
  const { buildConsole } = (await import(builder)) as { buildConsole: (root: string, out: string) => Promise<void> };
  await buildConsole(repositoryRoot(), out);
  files = readConsoleFiles(path.join(out, 'services', 'desk', 'console')) as ConsoleFiles;
  app = await serve(async () => PROVIDER);
});
afterAll(async () => {
  await app.close();
  rmSync(out, { recursive: true });
});

async function serve(provider: () => Promise<typeof PROVIDER>): Promise<FastifyInstance> {
  return await startApi({
    routes: [consoleRoute({ files, clientId: 'desk-console', audience: 'urn:desk', provider })],
  });
}

describe('the console', () => {
  test('needs at most 300 KB for its first load, as it goes over the wire', async () => {
    const page = await app.inject({ url: '/console/', headers: { 'accept-encoding': 'gzip' } });
    const html = gunzipSync(page.rawPayload).toString('utf8');
    const linked = [...html.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, address]) => address as string);
    expect(linked).toHaveLength(3);
    const loads = await Promise.all(
      linked.map((url) => app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })),
    );
    for (const load of loads) expect(load.statusCode).toBe(200);
    const bytes = [page, ...loads].reduce((sum, { rawPayload }) => sum + rawPayload.length, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    // What it names is all there is of script.
    expect(html).not.toMatch(/<script(?![^>]+src=)|\son[a-z]+=|style=/);
  });

  test('runs our script only, and talks to the desk and the provider only', async () => {
    const { headers } = await app.inject('/console');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://id.example.org;");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('is plain for those who take no compression, and its files may be kept', async () => {
    const [name = '', file] = [...files.assets][0] ?? [];
    const { headers, rawPayload } = await app.inject({ url: `/console/${name}`, headers: { 'accept-encoding': '' } });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['cache-control']).toMatch(/immutable/);
    expect(rawPayload.equals(file?.plain ?? Buffer.alloc(0))).toBe(true);
  });

  test.each(['/console/index.html', '/console/main.tsx', '/console/tsconfig.json', '/console/..%2fservice.js'])(
    'does not serve %s',
    async (url) => expect((await app.inject(url)).statusCode).toBe(404),
  );

  test('learns where people log in, or that nobody can', async () => {
    const { authorizationEndpoint, tokenEndpoint } = PROVIDER;
    expect((await app.inject('/console/settings.json')).json()).toEqual({
      authorizationEndpoint,
      tokenEndpoint,
      clientId: 'desk-console',
      audience: 'urn:desk',
    });
    const shut = await serve(() => Promise.reject(new TypeError('down')));
    const answer = await shut.inject('/console/settings.json');
    expect(answer.json()).toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    const { headers } = await shut.inject('/console');
    expect(headers['content-security-policy']).toContain("connect-src 'self';");
    await shut.close();
  });
});
