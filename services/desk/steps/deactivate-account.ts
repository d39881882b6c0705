// The deactivation of an account: told on the topic of accounts, from where its clocks start. What is not needed is erased as by a deletion.
import type { AccountDeactivated, SignalsOfAccount } from '#schemas/generated/records';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import type { OrderShelf, ShelvedOrder } from '../store/order-shelf.js';
import { MOST_ORDERS } from './access-package.js';
import { eventIdOf } from './event-id.js';
import { openBlock, type OpenBlockDeps } from './open-block.js';

export interface DeactivateDeps extends OpenBlockDeps {
  readonly shelf: Pick<OrderShelf, 'ofCustomer'>;
  readonly clock: { nowMs(): number };
  readonly deactivate: (event: AccountDeactivated) => Promise<void>;
}

export async function tellDeactivated(
  deps: Pick<DeactivateDeps, 'deactivate'>,
  customerId: string,
  request: string,
  occurredAt: number,
  reason: AccountDeactivated['reason'] = 'PERSON_ASKED',
): Promise<void> {
  const eventId = eventIdOf(`AccountDeactivated/${request}`);
  await deps.deactivate({ eventId, customerId, occurredAt, reason });
}

/**
 * Whether the account is told to be closed, telling it if need be. A link proves one address: an account whose orders carry others, too, is
 * not closed by it, and waits for an officer.
 */
export async function isDeactivated(deps: DeactivateDeps, request: SubjectRequest): Promise<boolean> {
  const { proven, customerRef, noticedAtMs, requestId } = request;
  // Who is logged in has told it with the request.
  if (proven === null || noticedAtMs !== null) return true;
  if (customerRef === null) return false;
  const theirs = await deps.shelf.ofCustomer(customerRef, MOST_ORDERS);
  if (theirs.some(({ orderRef }) => !proven.includes(orderRef))) return false;
  const customerId = await accountOf(deps, theirs);
  if (customerId === null) return false;
  await tellDeactivated(deps, customerId, requestId, deps.clock.nowMs());
  return true;
}

/** The number of the account lies with the signals of its orders alone. null: it is erased everywhere. */
export async function accountOf(deps: OpenBlockDeps, orders: readonly ShelvedOrder[]): Promise<string | null> {
  const keys = await deps.vault.keysFor(orders.map(({ orderRef }) => orderRef));
  await deps.codec.ensureSchemas(orders.map(({ blocks }) => blocks.get('signals') ?? null));
  for (const { orderRef, blocks } of orders) {
    const block = blocks.get('signals');
    if (block === undefined) continue;
    const opened = openBlock<'fulfilment.orders.SignalsOfAccount'>(
      deps,
      orderRef,
      keys.get(orderRef),
      'signals',
      'fulfilment.orders.SignalsOfAccount',
      block,
    );
    if (opened.kind === 'opened') return (opened.value satisfies SignalsOfAccount).customerId;
  }
  return null;
}
