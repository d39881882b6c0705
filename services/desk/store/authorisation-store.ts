// The port of what people authorise, and of the third parties they may name. People and orders by keyed hash only.
import type { Authorisation, Now, ThirdParty } from '../domain/authorisations/authorisation.js';

export interface AuthorisationStore {
  /** Replaces what was known of the third party. Durable when it resolves. */
  putThirdParty(party: ThirdParty): Promise<void>;
  findThirdParty(thirdPartyId: string): Promise<ThirdParty | null>;
  /** Those that are being removed as well. */
  thirdParties(): Promise<readonly ThirdParty[]>;
  /** Nothing is left of its entry. */
  forgetThirdParty(thirdPartyId: string): Promise<void>;
  /** Whether something of it is in force, or is still to be taken back. */
  owes(thirdPartyId: string): Promise<boolean>;
  /** Durable when it resolves. Of the same number again it gives what was kept first. */
  create(authorisation: Authorisation): Promise<Authorisation>;
  find(authorisationId: string): Promise<Authorisation | null>;
  /** Newest first. @param customerRef null: of everybody; @param after id of the last one of the page before */
  page(customerRef: string | null, limit: number, after: string | null): Promise<readonly Authorisation[]>;
  ofOrders(orderRefs: readonly string[]): Promise<readonly Authorisation[]>;
  inForceFor(thirdPartyId: string): Promise<readonly Authorisation[]>;
  /** Those that have come to their end, and those behind what should lie at the third party. */
  due(now: Now, limit: number): Promise<readonly Authorisation[]>;
  /** Durable when it resolves true. False: somebody else changed it meanwhile. @param authorisation one revision further than what is stored */
  save(authorisation: Authorisation): Promise<boolean>;
}
