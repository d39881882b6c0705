// Puts the privacy desk together: the only file that names its concrete parts.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '#shared/config/load';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import { versionArchive, versionOfProgram } from '#shared/policy-versions/version-archive';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import type { TokenVerifier } from './access/token-verifier.js';
import { createOidcTokenVerifier } from './adapters/oidc-token-verifier.js';
import { createApi } from './api/create-api.js';
import { observeRequests } from './api/observe-requests.js';
import { styleRoute } from './api/pages/page.js';
import { policyPages } from './api/pages/policy-page.js';
import { healthRoute } from './api/routes/health-route.js';
import { meRoute } from './api/routes/me-route.js';
import { policyRoute } from './api/routes/policy-route.js';
import { DESK, type DeskConfig } from './config.js';
import { publishedPolicy } from './steps/published-policy.js';

export function createDeskService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('desk', async (use) => {
    const { logger, kafka, codec, topicName, policy } = platform;
    const { desk: config } = loadConfig({ desk: DESK });
    if (config.issuer === undefined)
      logger.warn({ component: 'desk' }, 'no identity provider is set: nobody can log in');
    const archive = await use(versionArchive({ kafka, codec, topicName, policy }));
    const textOfProgram = versionOfProgram().readableText ?? '';
    const versions = async () => publishedPolicy(await archive.all(), textOfProgram);
    const app = await createApi({
      verifier: verifierOf(config),
      nextRequestId: randomUUID,
      requestsPerMinute: config.requestsPerMinute,
      observe: observeRequests(metrics, logger),
      onUnexpected: (err, operation) => logger.error({ err, operation }, 'an operation failed'),
      routes: [
        styleRoute,
        healthRoute(async () => (await platform.mongoHealth()).ok),
        meRoute,
        policyRoute(versions),
        policyPages(versions),
      ],
    });
    const address = await use(listening(app, config));
    logger.info({ component: 'desk', address }, 'the desk is open');
    return { name: 'desk', ready: Promise.resolve(), done: new Promise<void>(() => undefined), checks: {}, address };
  });
}

function verifierOf({ issuer, audience, rolesClaim }: DeskConfig): TokenVerifier {
  if (issuer === undefined) return { verify: () => Promise.resolve({ kind: 'unavailable' }) };
  return createOidcTokenVerifier({ issuer, audience, rolesClaim });
}

type Api = Awaited<ReturnType<typeof createApi>>;

function listening(app: Api, { host, port }: DeskConfig): Component<string> {
  return {
    name: 'desk-http',
    start: async () => {
      await app.listen({ host, port });
      const { port: taken } = app.server.address() as AddressInfo;
      const shown = host.includes(':') ? `[${host}]` : host;
      return { value: `http://${shown}:${taken}`, stop: () => app.close() };
    },
  };
}
