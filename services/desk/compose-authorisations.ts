// Puts together what people authorise: the register of third parties, their topics, and what is written there in the lanes of orders.
import { deadlineProfiles, topics } from '#schemas/generated/topics';
import type { LaneInput } from '#shared/kafka/ports';
import { createHeartbeat } from '#shared/kafka/heartbeat';
import type { Platform } from '#shared/platform/platform';
import { lane } from '#shared/refs/lane';
import type { Use } from '#shared/runtime/compose';
import { sealAuthorised } from './adapters/authorised-letters.js';
import { requestWatch } from './adapters/request-watch.js';
import { isUsableKey, keyIdOf } from './adapters/sealed-letters.js';
import { createThirdPartyTopics } from './adapters/third-party-topics.js';
import { touchSender } from './adapters/touch-sender.js';
import type { AuthorisationOperations } from './api/routes/authorisations-route.js';
import type { ThirdPartyOperations } from './api/routes/third-parties-route.js';
import type { DeskFlowDeps } from './flow.js';
import { authorise, type AuthoriseDeps, giveConfirmed, watchAuthorisations, withdraw } from './steps/authorise.js';
import type { Authorises } from './steps/confirm-request.js';
import { followAuthorisations, type PublishDeps, settleErased } from './steps/publish-authorised.js';
import {
  beginLogin,
  registerThirdParty,
  removeThirdParty,
  type ThirdPartyDeps,
  watchThirdParties,
} from './steps/third-parties.js';
import { shareableWith, THIRD_PARTY } from './steps/shareable.js';
import { createMongoAuthorisationStore } from './store/mongo-authorisation-store.js';
import type { OrderShelf } from './store/order-shelf.js';
import type { ViewLog } from './store/view-log.js';

const WATCH_EVERY_MS = 2_000;
const PARTIES_EVERY_MS = 10_000;

export interface AuthorisationParts {
  readonly keepViewsMs: number;
  readonly perHour: number;
  readonly shelf: OrderShelf;
  readonly views: ViewLog;
  readonly nextId: (nowMs: number) => string;
  readonly askForLink: AuthoriseDeps['askForLink'];
}

export interface Authorisations {
  readonly operations: {
    readonly authorisations: AuthorisationOperations;
    readonly thirdParties: ThirdPartyOperations;
  };
  readonly inputs: readonly LaneInput[];
  readonly flow: DeskFlowDeps['authorisations'];
  readonly giveConfirmed: (authorisationId: string) => Promise<void>;
  /** What is shown to the person who is to confirm it; null: it is over. */
  readonly authorises: (authorisationId: string) => Promise<Authorises | null>;
}

export async function composeAuthorisations(
  use: Use,
  platform: Platform,
  parts: AuthorisationParts,
): Promise<Authorisations> {
  const { kafka, codec, vault, refs, policy, clock, realClock, topicName, prefix, erasureProfile, logger } = platform;
  const store = await createMongoAuthorisationStore(platform.database, parts.keepViewsMs);
  const thirdParties = createThirdPartyTopics({ kafka, codec, erasureProfile, prefix });
  const touch = await use(touchSender({ kafka, codec, topicName, laneOf: lane, clock }));
  const deps: AuthoriseDeps & PublishDeps = {
    ...parts,
    codec,
    vault,
    refs,
    policy,
    store,
    clock,
    machineClock: realClock,
    touch,
    topicName,
    ready: (thirdPartyId) => thirdParties.ready(thirdPartyId),
    seal: sealAuthorised,
  };
  const partyDeps: ThirdPartyDeps = {
    store,
    touch,
    views: parts.views,
    nextId: parts.nextId,
    clock: realClock,
    topics: thirdParties,
    keyIdOf: async (publicKey) => ((await isUsableKey(publicKey)) ? keyIdOf(publicKey) : null),
    promiseMs: deadlineProfiles[erasureProfile.profile].promiseMs,
  };
  // Whoever was registered at another instance has heartbeats from this one, too.
  await watchThirdParties(partyDeps);
  await use(requestWatch(() => watchThirdParties(partyDeps), PARTIES_EVERY_MS, logger));
  await use(requestWatch(() => watchAuthorisations(deps), WATCH_EVERY_MS, logger));
  await use(createHeartbeat({ kafka, topics: () => thirdParties.known(), everyMs: erasureProfile.heartbeatMs }));
  return {
    inputs: [{ topic: topicName(topics.deskAuthorisations.name), layout: 'by-lane' }],
    flow: {
      follow: (records) => followAuthorisations(deps, records),
      settle: (orders) => settleErased(deps, orders),
    },
    giveConfirmed: (authorisationId) => giveConfirmed(deps, authorisationId),
    authorises: async (authorisationId) => {
      const found = await store.find(authorisationId);
      const party = found === null ? null : await store.findThirdParty(found.thirdPartyId);
      if (found === null || party === null) return null;
      return { thirdParty: party.name, categories: found.categories, days: found.days };
    },
    operations: {
      authorisations: {
        customerRef: (customerId) => refs.customerRef(customerId),
        authorise: (caller, wanted) => authorise(deps, caller, wanted),
        withdraw: (authorisationId, by, customerRef) => withdraw(deps, authorisationId, by, customerRef),
        find: (authorisationId) => store.find(authorisationId),
        page: (customerRef, limit, after) => store.page(customerRef, limit, after),
      },
      thirdParties: {
        all: () => store.thirdParties(),
        mayHave: () => shareableWith(policy.current(), THIRD_PARTY),
        register: (named, by) => registerThirdParty(partyDeps, named, by),
        login: async (thirdPartyId, by) =>
          (await beginLogin(partyDeps, thirdPartyId, by)) ? thirdParties.login(thirdPartyId) : null,
        remove: (thirdPartyId, by) => removeThirdParty(partyDeps, thirdPartyId, by),
      },
    },
  };
}
