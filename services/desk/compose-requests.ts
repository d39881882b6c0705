// Puts requests of people together: from the interface and by mail, their clock, their links, and what is ordered for them.
import { randomBytes, randomUUID } from 'node:crypto';
import type { NotificationRequest } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import { createOneTimeLinks, ONE_TIME_LINKS_KEY } from '#shared/one-time-links/one-time-link';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Platform } from '#shared/platform/platform';
import type { Use } from '#shared/runtime/compose';
import { createAlarms } from '#shared/telemetry/alarms';
import type { Metrics } from '#shared/telemetry/metrics';
import type { SendCommand } from './adapters/command-sender.js';
import { createHolidayCalendar } from './adapters/holiday-calendar.js';
import type { NewsSender } from './adapters/news-sender.js';
import { requestWatch } from './adapters/request-watch.js';
import type { ConfirmOperations } from './api/pages/confirm-page.js';
import type { AccountOperations } from './api/routes/accounts-route.js';
import type { CorrectionOperations } from './api/routes/corrections-route.js';
import type { RequestOperations } from './api/routes/requests-route.js';
import type { WorkOffOperations } from './api/routes/work-off-route.js';
import { correctionSealer } from './compose-sealed-corrections.js';
import type { DeskConfig } from './config.js';
import type { Authorisation } from './domain/authorisations/authorisation.js';
import { startAnswerClock } from './domain/clock/answer-clock.js';
import { followAccounts, forgetDueAccounts } from './steps/account-clocks.js';
import { askCorrection, type AskDeps, enterCorrection } from './steps/ask-correction.js';
import { closeAccount } from './steps/close-account.js';
import { askConfirmation } from './steps/confirm-authorisation.js';
import { type Authorises, type ConfirmDeps, confirmRequest, lookAtLink } from './steps/confirm-request.js';
import { decideCorrection } from './steps/decide-correction.js';
import { makeLink, openLink, openRequest, referenceOf, watchRequests } from './steps/subject-requests.js';
import { takeMailedRequests } from './steps/take-mailed-requests.js';
import { endRequest, readMailOf } from './steps/work-off-request.js';
import type { AfterSalesStore } from './store/after-sales-store.js';
import { createMongoAccountStore } from './store/mongo-account-store.js';
import { createMongoRequestStore } from './store/mongo-request-store.js';
import type { OrderShelf } from './store/order-shelf.js';
import type { ViewLog } from './store/view-log.js';

/** The policy says three business days; the desk's own target is a day less. */
const PROMISE = { promisedDays: 3, targetDays: 2 } as const;
const WATCH_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 10_000;
/** How long the last message to a person has before her address is gone. */
const NOTICE_LEAD_MS = 10_000;

/** Orders by time. */
export const nextRequestId = (nowMs: number): string => `${String(nowMs).padStart(14, '0')}-${randomUUID()}`;

export interface RequestParts {
  readonly config: DeskConfig;
  readonly metrics: Metrics;
  readonly cases: AfterSalesStore;
  readonly shelf: OrderShelf;
  readonly views: ViewLog;
  readonly news: NewsSender;
  readonly order: SendCommand;
  readonly giveAuthorisation: (authorisationId: string) => Promise<void>;
  readonly authorises: (authorisationId: string) => Promise<Authorises | null>;
}

export interface Requests {
  readonly operations: {
    readonly requests: RequestOperations;
    readonly confirm: ConfirmOperations;
    readonly corrections: CorrectionOperations;
    readonly workOff: WorkOffOperations;
    readonly accounts: AccountOperations;
  };
  readonly followAccounts: (records: readonly IncomingRecord[]) => Promise<void>;
  readonly takeMailed: (records: readonly IncomingRecord[]) => Promise<void>;
  /** Has the person of the order confirm it by the link to the registered address. */
  readonly askConfirmation: (authorisation: Authorisation, confirmUntilMs: number) => Promise<void>;
}

export async function composeRequests(use: Use, platform: Platform, parts: RequestParts): Promise<Requests> {
  const { codec, vault, refs, policy, clock, realClock, logger } = platform;
  const { config, metrics, cases, shelf, views, news, order } = parts;
  const calendar = createHolidayCalendar({ region: config.calendar, timeZone: config.timeZone });
  const alarms = createAlarms(metrics, logger);
  const escalations = metrics.counter('desk_escalations_total', 'Requests of people that waited too long', ['state']);
  const notice = (told: Pick<NotificationRequest, 'orderRef' | 'kind' | 'reference'> & Partial<NotificationRequest>) =>
    news.notice({ right: null, stage: null, validUntil: null, requestedAt: realClock.nowMs(), ...told });
  const sealed = await use(correctionSealer(platform));
  const deps: ConfirmDeps & AskDeps = {
    refs,
    perHour: config.lookUpsPerHour,
    codec,
    vault,
    shelf,
    cases,
    views,
    policy,
    clock,
    machineClock: realClock,
    links: createOneTimeLinks(platform.deriveKey(ONE_TIME_LINKS_KEY)),
    requests: await createMongoRequestStore(platform.database),
    startClock: (receivedAtMs) => startAnswerClock(calendar, PROMISE, receivedAtMs),
    nextId: nextRequestId,
    nextSecret: () => randomBytes(32).toString('base64url'),
    order,
    tellErased: (orderRef, reference) => notice({ orderRef, kind: 'data-erased', reference }),
    askForLink: (orderRef, reference, validUntil, right) =>
      notice({ orderRef, kind: 'identity-confirmation', reference, right, validUntil }),
    giveAuthorisation: parts.giveAuthorisation,
    tellAnswered: ({ requestId, correction }, orderRef) =>
      notice({
        orderRef,
        kind: 'privacy-request-update',
        reference: referenceOf(requestId),
        right: 'correction',
        stage: correction?.outcome === 'REFUSED' ? 'refused' : 'answered',
      }),
    deactivate: (event) => news.accountEvent(event),
    correctAddress: async (event) => news.addressCorrected(await sealed(event)),
    noticeLeadMs: NOTICE_LEAD_MS,
    shredMail: (requestRef) => vault.shredOrders([requestRef as OrderRef], clock.nowMs()),
    onEscalation: (state, subjectRequest) => {
      escalations.inc({ state });
      if (state === 'overdue') alarms.raise('REQUEST_OVERDUE', { subjectRequest });
      if (state === 'breached') alarms.raise('REQUEST_BREACHED', { subjectRequest });
    },
  };
  const accounts = await createMongoAccountStore(platform.database);
  const accountDeps = { codec, refs, accounts, requests: deps.requests, policy, clock };
  await use(requestWatch(() => forgetDueAccounts(accountDeps).then(() => undefined), FORGET_EVERY_MS, logger));
  await use(requestWatch(() => watchRequests(deps), WATCH_EVERY_MS, logger));
  return {
    followAccounts: (records) => followAccounts(accountDeps, records),
    takeMailed: (records) => takeMailedRequests(deps, records),
    askConfirmation: (authorisation, until) => askConfirmation(deps, authorisation, until),
    operations: {
      requests: {
        customerRef: (customerId) => refs.customerRef(customerId),
        open: (customerRef, kind, key, customerId) => openRequest(deps, customerRef, kind, key, customerId),
        find: (requestId) => deps.requests.find(requestId),
        page: (customerRef, limit, after) => deps.requests.page(customerRef, limit, after),
        link: (request) => makeLink(deps, request),
        redeem: (secret) => openLink(deps, secret),
        nowMs: () => clock.nowMs(),
      },
      corrections: {
        customerRef: (customerId) => refs.customerRef(customerId),
        ask: (caller, wanted) => askCorrection(deps, caller, wanted),
        enter: (requestId, by, changes) => enterCorrection(deps, requestId, by, changes),
        decide: (requestId, by, refusal) => decideCorrection(deps, requestId, by, refusal),
        nowMs: () => clock.nowMs(),
      },
      accounts: {
        close: (orderId, by, key) => closeAccount(deps, orderId, by, key),
        nowMs: () => clock.nowMs(),
      },
      workOff: {
        readMail: (requestId, by) => readMailOf(deps, requestId, by),
        end: (requestId) => endRequest(deps, requestId),
      },
      confirm: {
        look: async (token) => {
          const says = await lookAtLink(deps, token);
          const isAuthorisation = says.kind === 'open' && says.right === 'AUTHORISATION';
          return isAuthorisation ? { ...says, authorises: await parts.authorises(says.request.requestId) } : says;
        },
        confirm: (token) => confirmRequest(deps, token),
        open: async (request) => openLink(deps, (await makeLink(deps, request)).secret),
      },
    },
  };
}
