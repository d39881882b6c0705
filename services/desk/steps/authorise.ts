// A person lets somebody she names have some of her data: given by herself, or asked for by customer service and confirmed by the link to the
// registered address; withdrawn at any time. What it means for the third party is written in the lane of the order (`publish-authorised.ts`).
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { Refs } from '#shared/refs/refs';
import {
  ask,
  type Authorisation,
  type AuthorisationEnd,
  dueEnd,
  end,
  give,
  stateOf,
} from '../domain/authorisations/authorisation.js';
import type { AuthorisationStore } from '../store/authorisation-store.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { View } from '../store/view-log.js';
import { shortNameOf } from './event-id.js';
import { factsOf } from './look-up-order.js';
import type { OpenBlockDeps } from './open-block.js';
import { mayHave, THIRD_PARTY } from './shareable.js';
import { type TouchDeps, touchForOther } from './touch-for-other.js';

export interface AuthoriseDeps extends TouchDeps, Pick<OpenBlockDeps, 'codec'> {
  readonly shelf: Pick<OrderShelf, 'find'>;
  readonly refs: Pick<Refs, 'orderRef'>;
  readonly store: AuthorisationStore;
  /** Business time: how long an authorisation is in force. */
  readonly clock: Clock;
  /** Has the lane of the order write what should lie at the third party now. Durable when it resolves. */
  readonly touch: (authorisation: Pick<Authorisation, 'authorisationId' | 'orderRef'>) => Promise<void>;
  /** Asks for the one-time link to the registered address of the order, and for the request that its confirmation answers. */
  readonly askForLink: (authorisation: Authorisation, confirmUntilMs: number) => Promise<void>;
}

/** `customerRef` null: customer service, for the purpose it names. */
export interface AuthoriseCaller {
  readonly customerRef: string | null;
  readonly by: string;
  readonly purpose: string;
}

export interface WantedAuthorisation {
  readonly thirdPartyId: string;
  readonly orderId: string;
  readonly categories: readonly string[];
  readonly days: number;
  readonly key: string;
}

export type AuthoriseRefusal =
  | 'RECIPIENT_UNKNOWN'
  | 'SHARING_NOT_ALLOWED'
  | 'ORDER_UNKNOWN'
  | 'ORDER_ERASED'
  | 'PURPOSE_NOT_ALLOWED'
  | 'LOOK_UPS_EXHAUSTED'
  | 'NOT_FOUND';
export type Authorised =
  | { readonly kind: 'done'; readonly authorisation: Authorisation }
  | { readonly kind: 'refused'; readonly code: AuthoriseRefusal };

const LINK_LIVES_MS = 3 * 86_400_000;
const MOST_DUE = 200;

export async function authorise(
  deps: AuthoriseDeps,
  caller: AuthoriseCaller,
  wanted: WantedAuthorisation,
): Promise<Authorised> {
  const orderRef = deps.refs.orderRef(wanted.orderId);
  const isStaff = caller.customerRef === null;
  const barred = isStaff ? await touchForOther(deps, caller, orderRef, 'AUTHORISATION_ASKED') : null;
  if (barred !== null) return refused(barred);
  const party = await deps.store.findThirdParty(wanted.thirdPartyId);
  if (party === null || party.removal !== null) return refused('RECIPIENT_UNKNOWN');
  const categories = [...new Set(wanted.categories)].toSorted();
  if (!categories.every((category) => mayHave(deps.policy.current(), THIRD_PARTY, category)))
    return refused('SHARING_NOT_ALLOWED');
  const owner = await ownerOf(deps, orderRef, caller.customerRef);
  if (owner.kind === 'refused') return owner;
  const { customerRef } = owner;
  const authorisationId = `R-${shortNameOf(`authorisation/${caller.customerRef ?? caller.by}/${orderRef}/${wanted.key}`)}`;
  const known = await deps.store.find(authorisationId);
  if (known !== null) return again(deps, known);
  const nowMs = deps.clock.nowMs();
  const confirmUntilMs = isStaff ? deps.machineClock.nowMs() + LINK_LIVES_MS : null;
  const { thirdPartyId, days } = wanted;
  const about = { authorisationId, customerRef, orderRef, thirdPartyId, keyId: party.keyId, categories, days };
  const asked = ask({ ...about, askedAtMs: nowMs, confirmUntilMs });
  if (!isStaff) await note(deps, asked, { by: caller.by, role: 'customer', reason: 'AUTHORISATION_GIVEN' });
  return again(deps, await deps.store.create(isStaff ? asked : (give(asked, nowMs) ?? asked)));
}

/** What follows from what is kept; again after a crash it is the same again. */
async function again(deps: AuthoriseDeps, authorisation: Authorisation): Promise<Authorised> {
  const state = stateOf(authorisation);
  if (state === 'in-force') await deps.touch(authorisation);
  if (state === 'asked' && authorisation.confirmUntilMs !== null)
    await deps.askForLink(authorisation, authorisation.confirmUntilMs);
  return { kind: 'done', authorisation };
}

/** The link to the registered address was opened. */
export async function giveConfirmed(deps: AuthoriseDeps, authorisationId: string): Promise<void> {
  const given = await change(
    deps,
    authorisationId,
    (one) => give(one, deps.clock.nowMs()),
    async (one) => note(deps, one, { by: 'the person', role: 'customer', reason: 'AUTHORISATION_GIVEN' }),
  );
  if (given !== null && stateOf(given) === 'in-force') await deps.touch(given);
}

/** @param customerRef null: an officer does it for the person. Withdrawn twice is withdrawn once. */
export async function withdraw(
  deps: AuthoriseDeps,
  authorisationId: string,
  by: string,
  customerRef: string | null,
): Promise<Authorised> {
  const found = await deps.store.find(authorisationId);
  if (found === null || (customerRef !== null && found.customerRef !== customerRef)) return refused('NOT_FOUND');
  const role = customerRef === null ? 'privacy-officer' : 'customer';
  const ended = await change(
    deps,
    authorisationId,
    (one) => end(one, 'WITHDRAWN', deps.clock.nowMs()),
    (one) => note(deps, one, { by, role, reason: 'AUTHORISATION_WITHDRAWN' }),
  );
  if (ended === null) return refused('NOT_FOUND');
  await deps.touch(ended);
  return { kind: 'done', authorisation: ended };
}

/** One look at what has come to its end by itself, and at what does not lie at the third party as it should. */
export async function watchAuthorisations(deps: AuthoriseDeps): Promise<void> {
  const now = {
    nowMs: deps.clock.nowMs(),
    machineMs: deps.machineClock.nowMs(),
    policyVersion: deps.policy.current().version,
  };
  for (const due of await deps.store.due(now, MOST_DUE)) {
    const why: AuthorisationEnd | null = dueEnd(due, now);
    if (why !== null)
      await change(
        deps,
        due.authorisationId,
        (one) => end(one, why, now.nowMs),
        async () => undefined,
      );
    await deps.touch(due);
  }
}

/** Changes it, on record first. null: there is none. Whoever was faster has changed it: what is to be done is asked again. */
async function change(
  { store }: AuthoriseDeps,
  authorisationId: string,
  to: (one: Authorisation) => Authorisation | null,
  record: (one: Authorisation) => Promise<void>,
): Promise<Authorisation | null> {
  for (;;) {
    const found = await store.find(authorisationId);
    if (found === null) return null;
    const changed = to(found);
    if (changed === null) return found;
    await record(found);
    if (await store.save(changed)) return changed;
  }
}

/** Of an order that is none of theirs a customer learns nothing, not even that it was. */
async function ownerOf(
  deps: AuthoriseDeps,
  orderRef: OrderRef,
  customerRef: string | null,
): Promise<{ readonly kind: 'owner'; readonly customerRef: string } | Extract<Authorised, { kind: 'refused' }>> {
  const found = await deps.shelf.find(orderRef);
  if (found === 'erased') return refused(customerRef === null ? 'ORDER_ERASED' : 'ORDER_UNKNOWN');
  if (found === null || found.facts === null) return refused('ORDER_UNKNOWN');
  await deps.codec.ensureSchemas([found.facts]);
  const facts = factsOf(deps, found.facts);
  if (facts.customerRef === null || (customerRef !== null && facts.customerRef !== customerRef))
    return refused('ORDER_UNKNOWN');
  return { kind: 'owner', customerRef: facts.customerRef };
}

function note(
  deps: AuthoriseDeps,
  { orderRef, categories }: Authorisation,
  who: Pick<View, 'by' | 'role' | 'reason'>,
): Promise<void> {
  const atMs = deps.machineClock.nowMs();
  const about = { subjectRef: orderRef, categories, purpose: THIRD_PARTY.purpose, outcome: 'done' } as const;
  return deps.views.note({ viewId: deps.nextId(atMs), ...who, ...about, atMs });
}

function refused(code: AuthoriseRefusal): Extract<Authorised, { kind: 'refused' }> {
  return { kind: 'refused', code };
}
