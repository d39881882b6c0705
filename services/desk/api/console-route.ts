// Serves the console. Its page may run our own script and talk to the desk and the identity provider, and nothing else.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleFile, ConsoleFiles } from '../adapters/console-files.js';
import type { ProviderEndpoints } from '../adapters/discover-provider.js';
import { sendProblem } from './send-problem.js';

export interface ConsoleOptions {
  readonly files: ConsoleFiles;
  readonly clientId: string;
  readonly audience: string;
  /** @throws when nobody can log in */
  readonly provider: () => Promise<ProviderEndpoints>;
}

/** An asset's name changes with its content, so it may be kept for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';

export const consoleRoute =
  ({ files, clientId, audience, provider }: ConsoleOptions) =>
  (app: FastifyInstance): void => {
    const open = { config: { access: 'public' as const }, schema: { hide: true } };
    const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      void reply.header('content-security-policy', policyFor(await provider().catch(() => null)));
      void reply.header('referrer-policy', 'no-referrer');
      return sendFile(request, reply, files.page, 'no-cache');
    };
    app.get('/console', open, page);
    app.get('/console/', open, page);
    for (const [name, file] of files.assets)
      app.get(`/console/${name}`, open, (request, reply) => sendFile(request, reply, file, FOR_EVER));
    app.get('/console/settings.json', open, async (_request, reply) => {
      const endpoints = await provider().catch(() => null);
      const { authorizationEndpoint = null, tokenEndpoint = null } = endpoints ?? {};
      if (authorizationEndpoint === null || tokenEndpoint === null) return sendProblem(reply, 'IDENTITY_UNAVAILABLE');
      return reply
        .header('cache-control', 'no-cache')
        .send({ authorizationEndpoint, tokenEndpoint, clientId, audience });
    });
  };

function sendFile(request: FastifyRequest, reply: FastifyReply, file: ConsoleFile, keep: string): FastifyReply {
  const mayZip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (mayZip) void reply.header('content-encoding', 'gzip');
  return reply
    .header('cache-control', keep)
    .header('vary', 'accept-encoding')
    .type(file.type)
    .send(mayZip ? file.gzipped : file.plain);
}

function policyFor(endpoints: ProviderEndpoints | null): string {
  const token = endpoints?.tokenEndpoint ?? null;
  const provider = token === null ? '' : ` ${new URL(token).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    `connect-src 'self'${provider}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
