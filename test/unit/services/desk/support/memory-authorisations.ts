// What people authorise, in memory, for tests of the desk's steps.
import {
  type Authorisation,
  dueEnd,
  isBehind,
  isToBeTakenBack,
  stateOf,
  type ThirdParty,
} from '#services/desk/domain/authorisations/authorisation';
import type { DeskFlowDeps } from '#services/desk/flow';
import type { AuthorisationStore } from '#services/desk/store/authorisation-store';

/** For a desk at which nobody authorises anything. */
export const NO_AUTHORISATIONS: DeskFlowDeps['authorisations'] = { follow: async () => [], settle: async () => [] };

export function createMemoryAuthorisations(): AuthorisationStore {
  const kept = new Map<string, Authorisation>();
  const parties = new Map<string, ThirdParty>();
  const newestFirst = (): Authorisation[] =>
    [...kept.values()].toSorted(
      (a, b) => b.askedAtMs - a.askedAtMs || (a.authorisationId < b.authorisationId ? 1 : -1),
    );
  return {
    putThirdParty: async (party) => void parties.set(party.thirdPartyId, party),
    findThirdParty: async (thirdPartyId) => parties.get(thirdPartyId) ?? null,
    thirdParties: async () => [...parties.values()],
    forgetThirdParty: async (thirdPartyId) => void parties.delete(thirdPartyId),
    owes: async (thirdPartyId) =>
      newestFirst().some(
        (one) =>
          one.thirdPartyId === thirdPartyId &&
          (stateOf(one) === 'in-force' || (isToBeTakenBack(one) && one.takenBackAtMs === null)),
      ),
    create: async (authorisation) => {
      const first = kept.get(authorisation.authorisationId);
      if (first !== undefined) return first;
      kept.set(authorisation.authorisationId, authorisation);
      return authorisation;
    },
    find: async (authorisationId) => kept.get(authorisationId) ?? null,
    page: async (customerRef, limit, after) => {
      const theirs = newestFirst().filter((one) => [null, one.customerRef].includes(customerRef));
      const from = after === null ? 0 : theirs.findIndex(({ authorisationId }) => authorisationId === after) + 1;
      return theirs.slice(from, from + limit);
    },
    ofOrders: async (orderRefs) => newestFirst().filter(({ orderRef }) => orderRefs.includes(orderRef)),
    inForceFor: async (thirdPartyId) =>
      newestFirst().filter((one) => one.thirdPartyId === thirdPartyId && stateOf(one) === 'in-force'),
    due: async (now, limit) =>
      newestFirst()
        .filter((one) => dueEnd(one, now) !== null || isBehind(one, now))
        .slice(0, limit),
    save: async (authorisation) => {
      if (kept.get(authorisation.authorisationId)?.revision !== authorisation.revision - 1) return false;
      kept.set(authorisation.authorisationId, authorisation);
      return true;
    },
  };
}
