// Puts the privacy desk together: the only file that names its concrete parts.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { loadConfig } from '#shared/config/load';
import type { LaneInput } from '#shared/kafka/ports';
import { laneService } from '#shared/platform/lane-service';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import { versionArchive, versionOfProgram } from '#shared/policy-versions/version-archive';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import { createAlarms } from '#shared/telemetry/alarms';
import type { Metrics } from '#shared/telemetry/metrics';
import type { TokenVerifier } from './access/token-verifier.js';
import { createOidcTokenVerifier } from './adapters/oidc-token-verifier.js';
import { createApi } from './api/create-api.js';
import { observeRequests } from './api/observe-requests.js';
import { styleRoute } from './api/pages/page.js';
import { policyPages } from './api/pages/policy-page.js';
import { healthRoute } from './api/routes/health-route.js';
import { lookUpRoute } from './api/routes/look-up-route.js';
import { meRoute } from './api/routes/me-route.js';
import { policyRoute } from './api/routes/policy-route.js';
import { viewsRoute } from './api/routes/views-route.js';
import { DESK, type DeskConfig } from './config.js';
import { createDeskFlow } from './flow.js';
import { type LookUpDeps, lookUpOrder } from './steps/look-up-order.js';
import { publishedPolicy } from './steps/published-policy.js';
import { createMongoOrderShelf } from './store/mongo-order-shelf.js';
import { createMongoViewLog } from './store/mongo-view-log.js';

export function createDeskService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('desk', async (use) => {
    const { logger, kafka, codec, topicName, policy } = platform;
    const { desk: config } = loadConfig({ desk: DESK });
    if (config.issuer === undefined)
      logger.warn({ component: 'desk' }, 'no identity provider is set: nobody can log in');
    const archive = await use(versionArchive({ kafka, codec, topicName, policy }));
    const textOfProgram = versionOfProgram().readableText ?? '';
    const versions = async () => publishedPolicy(await archive.all(), textOfProgram);
    await codec.prepare([topics.erasureReceipts]);
    const shelf = await createMongoOrderShelf(platform.database);
    const views = await createMongoViewLog(platform.database, config.keepViewsMs);
    const alarms = createAlarms(metrics, logger);
    const { vault, refs, clock, realClock } = platform;
    const lanes = await use(
      laneService(
        platform,
        metrics,
        {
          service: 'desk',
          inputs: followedTopics(topicName),
          handler: createDeskFlow({ codec, refs, shelf, clock, topicName, isParticipant: config.isParticipant }),
        },
        'relaxed',
      ),
    );
    const lookUp: LookUpDeps = {
      codec,
      vault,
      shelf,
      views,
      policy,
      refs,
      clock: realClock,
      nextId: randomUUID,
      perHour: config.lookUpsPerHour,
      onCapped: (viewId) => alarms.raise('DESK_LOOK_UPS_CAPPED', { viewId }),
    };
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
        lookUpRoute((asked) => lookUpOrder(lookUp, asked)),
        viewsRoute(({ orderId, by, limit, after }) => {
          const subjectRef = orderId === undefined ? undefined : refs.orderRef(orderId);
          return views.page({ by, subjectRef }, limit, after);
        }),
      ],
    });
    const address = await use(listening(app, config));
    logger.info({ component: 'desk', address }, 'the desk is open');
    return { ...lanes, address };
  });
}

function followedTopics(topicName: Platform['topicName']): readonly LaneInput[] {
  return [
    { topic: topicName(topics.ordersFacts.name), layout: 'by-lane' },
    {
      topic: topicName(topics.ordersSealed.name),
      layout: 'by-category',
      categoryIndexes: SEALED_CATEGORIES.map((_category, index) => index),
    },
    { topic: topicName(topics.ordersStatuses.name), layout: 'by-lane' },
    { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
  ];
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
