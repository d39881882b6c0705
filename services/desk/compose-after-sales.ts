// Puts after-sales cases together.
import { randomUUID } from 'node:crypto';
import { createOneTimeLinks, ONE_TIME_LINKS_KEY } from '#shared/one-time-links/one-time-link';
import type { Platform } from '#shared/platform/platform';
import type { NewsSender } from './adapters/news-sender.js';
import { cleanPhoto } from './adapters/photo-cleaner.js';
import type { CaseLinkOperations } from './api/pages/case-page.js';
import type { CaseInviting } from './api/routes/case-links-route.js';
import type { CaseOperations } from './api/routes/cases-route.js';
import type { DeskConfig } from './config.js';
import { type CaseLinkDeps, fillByLink, lookAtCaseLink, sendCaseLink } from './steps/case-links.js';
import { addMessage, addPhoto } from './steps/fill-case.js';
import { type CaseDeps, casesOf, closeCase, openCase } from './steps/after-sales-cases.js';
import { viewCase, type ViewCaseDeps, viewPhoto } from './steps/view-case.js';
import type { AfterSalesStore } from './store/after-sales-store.js';
import type { OrderShelf } from './store/order-shelf.js';
import type { ViewLog } from './store/view-log.js';

const notice = { kind: 'after-sales-update', right: null } as const;

export interface CaseParts {
  readonly config: Pick<DeskConfig, 'lookUpsPerHour'>;
  readonly cases: AfterSalesStore;
  readonly shelf: OrderShelf;
  readonly views: ViewLog;
  readonly news: NewsSender;
}

export interface AfterSales {
  readonly cases: CaseOperations;
  readonly caseLinks: CaseLinkOperations & CaseInviting;
}

export function composeAfterSales(platform: Platform, parts: CaseParts): AfterSales {
  const { codec, vault, refs, clock, realClock, policy } = platform;
  const { news } = parts;
  const links = createOneTimeLinks(platform.deriveKey(ONE_TIME_LINKS_KEY));
  const deps: CaseDeps & ViewCaseDeps & CaseLinkDeps = {
    ...parts,
    codec,
    vault,
    refs,
    clock,
    policy,
    machineClock: realClock,
    nextId: () => randomUUID(),
    clean: cleanPhoto,
    tell: ({ kind, ...event }) => news.orderEvent(`fulfilment.orders.${kind}`, event),
    perHour: parts.config.lookUpsPerHour,
    links,
    notify: (orderRef, reference, stage) =>
      news.notice({ ...notice, orderRef, reference, stage, validUntil: null, requestedAt: realClock.nowMs() }),
    sendLink: (orderRef, reference, validUntil) =>
      news.notice({ ...notice, orderRef, reference, stage: 'invited', validUntil, requestedAt: realClock.nowMs() }),
  };
  const cases: CaseOperations = {
    customerRef: (customerId) => refs.customerRef(customerId),
    open: (caller, orderId, key) => openCase(deps, caller, orderId, key),
    ofOrder: (caller, orderId) => casesOf(deps, caller, orderId),
    message: (caller, caseRef, key, text) => addMessage(deps, caller, { caseRef, key, text }),
    photo: (caller, caseRef, key, photo) => addPhoto(deps, caller, { caseRef, key, photo }),
    close: (caseRef) => closeCase(deps, caseRef),
    view: (viewer, caseRef) => viewCase(deps, viewer, caseRef),
    viewPhoto: (viewer, caseRef, entryId) => viewPhoto(deps, viewer, caseRef, entryId),
  };
  return {
    cases,
    caseLinks: {
      isOurs: (token) => links.check(token, realClock.nowMs()).kind !== 'forged',
      look: (token) => lookAtCaseLink(deps, token, null),
      fill: (token, sent) => fillByLink(deps, token, sent),
      nextAttempt: randomUUID,
      invite: (clerk, caseRef, key) => sendCaseLink(deps, clerk, { caseRef, key }),
    },
  };
}
