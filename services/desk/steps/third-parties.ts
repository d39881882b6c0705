// Whom people may authorise comes and goes here. Removed in two strokes: at once nothing can be authorised for it and everything is taken back; when it
// has had the time to read the tombstones, its login, its rights and its topic go.
import type { Clock } from '#shared/domain/clock';
import type { Authorisation, ThirdParty } from '../domain/authorisations/authorisation.js';
import type { AuthorisationStore } from '../store/authorisation-store.js';
import type { ViewLog } from '../store/view-log.js';

export interface ThirdPartyDeps {
  readonly store: Pick<
    AuthorisationStore,
    'findThirdParty' | 'forgetThirdParty' | 'inForceFor' | 'owes' | 'putThirdParty' | 'thirdParties'
  >;
  readonly topics: {
    ready(thirdPartyId: string): Promise<void>;
    /** Those that heartbeats keep erasing from now on. */
    keep(thirdPartyIds: readonly string[]): void;
    takeAway(thirdPartyId: string): Promise<void>;
  };
  readonly views: Pick<ViewLog, 'note'>;
  readonly nextId: (nowMs: number) => string;
  /** Of the machine. */
  readonly clock: Clock;
  /** Has the lane of the order write what should lie at the third party now. */
  readonly touch: (authorisation: Pick<Authorisation, 'authorisationId' | 'orderRef'>) => Promise<void>;
  /** null: nothing can be sealed to this key. */
  readonly keyIdOf: (publicKey: string) => Promise<string | null>;
  /** Within what time it has read its tombstones, and they are gone from the disks. */
  readonly promiseMs: number;
}

export type Registered =
  | { readonly kind: 'registered'; readonly party: ThirdParty }
  | { readonly kind: 'refused'; readonly code: 'PUBLIC_KEY_UNUSABLE' | 'RECIPIENT_LEAVING' };

/** Other instances let go of its topic meanwhile. */
export const LET_GO_MS = 30_000;
const ROLE = 'administrator';

/** Registers it, or its new name or key. One that is being removed has to be gone first. */
export async function registerThirdParty(
  deps: ThirdPartyDeps,
  named: Pick<ThirdParty, 'thirdPartyId' | 'name' | 'publicKey'>,
  by: string,
): Promise<Registered> {
  const keyId = await deps.keyIdOf(named.publicKey);
  if (keyId === null) return { kind: 'refused', code: 'PUBLIC_KEY_UNUSABLE' };
  const before = await deps.store.findThirdParty(named.thirdPartyId);
  if (before !== null && before.removal !== null) return { kind: 'refused', code: 'RECIPIENT_LEAVING' };
  const party: ThirdParty = { ...named, keyId, registeredBy: by, registeredAtMs: deps.clock.nowMs(), removal: null };
  await deps.topics.ready(party.thirdPartyId);
  await note(deps, party.thirdPartyId, by, 'REGISTERED_THIRD_PARTY');
  await deps.store.putThirdParty(party);
  // Under another key nothing of before stays.
  await touchAll(deps, party.thirdPartyId);
  return { kind: 'registered', party };
}

/** On record before a login is handed out. False: nobody of this name is registered. */
export async function beginLogin(deps: ThirdPartyDeps, thirdPartyId: string, by: string): Promise<boolean> {
  const found = await deps.store.findThirdParty(thirdPartyId);
  if (found === null || found.removal !== null) return false;
  await note(deps, thirdPartyId, by, 'HANDED_OUT_LOGIN');
  return true;
}

/** Removed twice is removed once. null: nobody of this name is registered. */
export async function removeThirdParty(
  deps: ThirdPartyDeps,
  thirdPartyId: string,
  by: string,
): Promise<ThirdParty | null> {
  const found = await deps.store.findThirdParty(thirdPartyId);
  if (found === null) return null;
  const atMs = deps.clock.nowMs();
  const removed = { ...found, removal: found.removal ?? { atMs, goneByMs: atMs + deps.promiseMs } };
  if (found.removal === null) {
    await note(deps, thirdPartyId, by, 'REMOVED_THIRD_PARTY');
    await deps.store.putThirdParty(removed);
  }
  await touchAll(deps, thirdPartyId);
  return removed;
}

/** One look: topics of all are there, and those whose time has come go. */
export async function watchThirdParties(deps: ThirdPartyDeps): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const stays: string[] = [];
  for (const party of await deps.store.thirdParties()) {
    const { thirdPartyId, removal } = party;
    if (removal !== null && nowMs >= removal.goneByMs) {
      if (await deps.store.owes(thirdPartyId)) {
        // It can't have read what is not written yet.
        await touchAll(deps, thirdPartyId);
        await deps.store.putThirdParty({ ...party, removal: { ...removal, goneByMs: nowMs + deps.promiseMs } });
      } else {
        if (nowMs < removal.goneByMs + LET_GO_MS) continue;
        await deps.topics.takeAway(thirdPartyId);
        await deps.store.forgetThirdParty(thirdPartyId);
        continue;
      }
    }
    await deps.topics.ready(thirdPartyId);
    stays.push(thirdPartyId);
  }
  deps.topics.keep(stays);
}

async function touchAll({ store, touch }: ThirdPartyDeps, thirdPartyId: string): Promise<void> {
  for (const given of await store.inForceFor(thirdPartyId)) await touch(given);
}

/** The register names nobody; who it was is on record before it is done. */
function note(deps: ThirdPartyDeps, thirdPartyId: string, by: string, reason: string): Promise<void> {
  const atMs = deps.clock.nowMs();
  return deps.views.note({
    viewId: deps.nextId(atMs),
    by,
    role: ROLE,
    subjectRef: `third-party-${thirdPartyId}`,
    categories: [],
    purpose: 'keeping-the-house',
    reason,
    outcome: 'done',
    atMs,
  });
}
