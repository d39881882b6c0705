// Puts the privacy desk together: the only file that names its concrete parts.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { topics } from '#schemas/generated/topics';
import { loadConfig } from '#shared/config/load';
import { PARTICIPANTS } from '#shared/config/participants';
import type { Clock } from '#shared/domain/clock';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import { versionArchive, versionOfProgram } from '#shared/policy-versions/version-archive';
import { compose } from '#shared/runtime/compose';
import { lane } from '#shared/refs/lane';
import type { Component } from '#shared/runtime/component';
import { createAlarms } from '#shared/telemetry/alarms';
import type { Metrics } from '#shared/telemetry/metrics';
import { rememberAgreements } from './access/remember-agreements.js';
import { createRounds } from './access/rounds.js';
import { rememberTokens } from './access/remember-tokens.js';
import type { TokenVerifier } from './access/token-verifier.js';
import { createOidcTokenVerifier } from './adapters/oidc-token-verifier.js';
import { commandSender } from './adapters/command-sender.js';
import { gatherKeys } from './adapters/gather-keys.js';
import { newsSender } from './adapters/news-sender.js';
import { openJudicial } from './adapters/open-judicial.js';
import { createApi } from './api/create-api.js';
import { deskRoutes } from './api/desk-routes.js';
import { observeRequests } from './api/observe-requests.js';
import { composeAuthorisations } from './compose-authorisations.js';
import { composeAfterSales } from './compose-after-sales.js';
import { composeCarriers } from './compose-carriers.js';
import { composeCasework } from './compose-casework.js';
import { composeRequests, nextRequestId } from './compose-requests.js';
import { consoleOf } from './compose-console.js';
import { composeDataMap } from './compose-data-map.js';
import { composeHouse } from './compose-house.js';
import { composeRules } from './compose-rules.js';
import { composePolicy } from './compose-policy.js';
import { composeErasures } from './compose-erasures.js';
import { composeFollowing } from './compose-following.js';
import { DESK, type DeskConfig } from './config.js';
import { isCurrent } from './domain/agreements/agreement.js';
import { createDeskFlow } from './flow.js';
import { DESK_PARTICIPANT } from './steps/erase-orders.js';
import { type LookUpDeps, lookUpOrder } from './steps/look-up-order.js';
import { orderTimeline } from './steps/order-timeline.js';
import { publishedPolicy } from './steps/published-policy.js';
import { createMongoAgreementStore } from './store/mongo-agreement-store.js';
import { createMongoJudicialStore } from './store/mongo-judicial-store.js';
import { createMongoAfterSalesStore } from './store/mongo-after-sales-store.js';
import { createMongoOrderShelf } from './store/mongo-order-shelf.js';
import { createMongoViewLog } from './store/mongo-view-log.js';

/** Nobody notices it, and four of two hundred look-ups a second share a round. */
const ROUND_MS = 20;

export function createDeskService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('desk', async (use) => {
    const { logger, kafka, codec, topicName, policy } = platform;
    const { desk: config, all } = loadConfig({ desk: DESK, all: PARTICIPANTS });
    if (config.issuer === undefined)
      logger.warn({ component: 'desk' }, 'no identity provider is set: nobody can log in');
    const archive = await use(versionArchive({ kafka, codec, topicName, policy }));
    const textOfProgram = versionOfProgram().readableText ?? '';
    const versions = async () => publishedPolicy(await archive.all(), textOfProgram);
    await codec.prepare([topics.erasureReceipts]);
    const shelf = await createMongoOrderShelf(platform.database);
    const afterSales = await createMongoAfterSalesStore(platform.database);
    const views = await createMongoViewLog(platform.database, config.keepViewsMs);
    const alarms = createAlarms(metrics, logger);
    const { vault, refs, clock, realClock } = platform;
    const casework = await composeCasework(use, platform, views);
    const erasures = await composeErasures(platform);
    const policyKeeping = await composePolicy(platform, () => archive.all(), views);
    const news = await use(newsSender(kafka, codec, topicName));
    const order = await use(commandSender(kafka, codec, topicName, lane));
    const authorisations = await composeAuthorisations(use, platform, {
      keepViewsMs: config.keepViewsMs,
      perHour: config.lookUpsPerHour,
      shelf,
      views,
      nextId: nextRequestId,
      askForLink: (authorisation, until) => requests.askConfirmation(authorisation, until),
    });
    const { giveConfirmed: giveAuthorisation, authorises } = authorisations;
    const parts = { config, metrics, cases: afterSales, shelf, views, news, order, giveAuthorisation, authorises };
    const requests = await composeRequests(use, platform, parts);
    const follow = createDeskFlow({
      codec,
      refs,
      shelf,
      cases: afterSales,
      takeMailed: requests.takeMailed,
      followAccounts: requests.followAccounts,
      authorisations: authorisations.flow,
      clock,
      topicName,
      isParticipant: all.participants.includes(DESK_PARTICIPANT),
    });
    const orders = { inputs: authorisations.inputs, follow };
    const lanes = config.follows
      ? await use(composeFollowing(platform, metrics, { orders, casework, erasures, policyKeeping }))
      : onlyAnswers();
    const lookUp: LookUpDeps = {
      codec,
      vault: gatherKeys(vault),
      shelf,
      views,
      policy,
      refs,
      clock: realClock,
      nextId: randomUUID,
      perHour: config.lookUpsPerHour,
      onCapped: (viewId) => alarms.raise('DESK_LOOK_UPS_CAPPED', { viewId }),
    };
    const later = (ms: number, then: () => void) => void setTimeout(then, ms);
    const round = createRounds({ clock: realClock, later }, ROUND_MS);
    const { cases } = casework;
    const timeline = { ...lookUp, shelf, cases, parcels: policyKeeping.parcels, erasures: erasures.shelf };
    const judicial = openJudicial({
      store: await createMongoJudicialStore(platform.database),
      codec,
      vault,
      shelf,
      views,
      policy,
      refs,
      order,
      nextId: nextRequestId,
      clock: realClock,
    });
    const agreements = rememberAgreements(createMongoAgreementStore(platform.database), realClock);
    if (!config.asksForAgreements)
      logger.warn({ component: 'desk' }, 'people of the house are not asked for agreements of confidentiality');
    const hasAgreement = async (subject: string) => isCurrent(await agreements.find(subject), realClock.nowMs());
    const app = await createApi({
      hasAgreement: config.asksForAgreements ? hasAgreement : undefined,
      verifier: verifierOf(config, realClock),
      nextRequestId: randomUUID,
      requestsPerMinute: config.requestsPerMinute,
      observe: observeRequests(metrics, logger),
      onUnexpected: (err, operation) => logger.error({ err, operation }, 'an operation failed'),
      routes: deskRoutes({
        isReady: async () => (await platform.mongoHealth()).ok,
        console: consoleOf(config, logger),
        versions,
        ...judicial,
        agreements: { store: agreements, nowMs: () => realClock.nowMs() },
        ...requests.operations,
        ...authorisations.operations,
        fraud: casework.operations,
        dataMap: composeDataMap(platform),
        erasures: erasures.operations,
        drafts: policyKeeping.operations,
        ...composeAfterSales(platform, parts),
        lookUp: (asked) => round().then(() => lookUpOrder(lookUp, asked)),
        house: composeHouse(platform, { agreements, erasures: erasures.shelf }),
        carriers: await composeCarriers(use, platform, { views, endsRemovals: config.follows }),
        rules: composeRules(platform, cases, views),
        timeline: (asked) => orderTimeline(timeline, { orderRef: refs.orderRef(asked.orderId ?? ''), ...asked }),
        searchViews: ({ orderId, by, limit, after }) => {
          const subjectRef = orderId === undefined ? undefined : refs.orderRef(orderId);
          return views.page({ by, subjectRef }, limit, after);
        },
      }),
    });
    const address = await use(listening(app, config));
    logger.info({ component: 'desk', address }, 'the desk is open');
    return { ...lanes, address };
  });
}

/** An instance beside one that follows. */
function onlyAnswers(): Service {
  const note = 'answers only (DESK_FOLLOWS is no)';
  return {
    name: 'desk',
    ready: Promise.resolve(),
    done: new Promise(() => undefined),
    checks: { 'desk-lanes': () => ({ ok: true, note }) },
  };
}

function verifierOf({ issuer, audience, rolesClaim, customerClaim }: DeskConfig, clock: Clock): TokenVerifier {
  if (issuer === undefined) return { verify: () => Promise.resolve({ kind: 'unavailable' }) };
  return rememberTokens(createOidcTokenVerifier({ issuer, audience, rolesClaim, customerClaim }), clock);
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
