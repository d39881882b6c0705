// Puts after-sales cases together.
import { randomUUID } from 'node:crypto';
import type { Platform } from '#shared/platform/platform';
import type { NewsSender } from './adapters/news-sender.js';
import { cleanPhoto } from './adapters/photo-cleaner.js';
import type { CaseOperations } from './api/routes/cases-route.js';
import { addMessage, addPhoto } from './steps/fill-case.js';
import { type CaseDeps, casesOf, closeCase, openCase } from './steps/after-sales-cases.js';
import { viewCase, type ViewCaseDeps, viewPhoto } from './steps/view-case.js';
import type { AfterSalesStore } from './store/after-sales-store.js';
import type { OrderShelf } from './store/order-shelf.js';
import type { ViewLog } from './store/view-log.js';

export interface CaseParts {
  readonly cases: AfterSalesStore;
  readonly shelf: OrderShelf;
  readonly views: ViewLog;
  readonly news: NewsSender;
}

export function composeAfterSales(platform: Platform, parts: CaseParts): CaseOperations {
  const { codec, vault, refs, clock, realClock, policy } = platform;
  const { news } = parts;
  const deps: CaseDeps & ViewCaseDeps = {
    ...parts,
    codec,
    vault,
    refs,
    clock,
    policy,
    machineClock: realClock,
    nextId: randomUUID,
    clean: cleanPhoto,
    tell: ({ kind, ...event }) => news.orderEvent(`fulfilment.orders.${kind}`, event),
    notify: (orderRef, reference, stage) =>
      news.notice({
        orderRef,
        kind: 'after-sales-update',
        reference,
        right: null,
        stage,
        validUntil: null,
        requestedAt: realClock.nowMs(),
      }),
  };
  return {
    customerRef: (customerId) => refs.customerRef(customerId),
    open: (caller, orderId, key) => openCase(deps, caller, orderId, key),
    ofOrder: (caller, orderId) => casesOf(deps, caller, orderId),
    message: (caller, caseRef, key, text) => addMessage(deps, caller, { caseRef, key, text }),
    photo: (caller, caseRef, key, photo) => addPhoto(deps, caller, { caseRef, key, photo }),
    close: (caseRef) => closeCase(deps, caseRef),
    view: (viewer, caseRef) => viewCase(deps, viewer, caseRef),
    viewPhoto: (viewer, caseRef, entryId) => viewPhoto(deps, viewer, caseRef, entryId),
  };
}
