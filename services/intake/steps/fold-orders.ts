// Checked events → the new state of each order: admits new orders with their keys, looks up known ones, applies events one by one.
// One vault write and one look-up per unit, whatever the number of orders.
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Refusal } from '#shared/pipeline/unit';
import type { OrderKeys } from '#shared/vault/order-keys';
import type { Vault } from '#shared/vault/vault';
import type { OrderState } from '../domain/order-state.js';
import { type CheckedEvent, positionOf } from './checked-event.js';
import { type Fold, foldEvents, refuseErased, type WaitingEvent } from './fold-events.js';
import { packNote, unpackNotes } from './order-note.js';

/** An order whose facts are to be published, with the events of this unit whose blocks are to be sealed. */
export interface FoldedOrder {
  readonly orderRef: OrderRef;
  readonly state: OrderState;
  /** The facts of that state as the value for `orders.facts`. */
  readonly factsValue: Buffer;
  readonly keys: OrderKeys;
  readonly placements: readonly CheckedEvent[];
}

export interface Folded {
  readonly orders: readonly FoldedOrder[];
  /** Events that can't be applied before their order is placed. */
  readonly waiting: readonly WaitingEvent[];
  readonly refusals: readonly Refusal[];
}

export interface FoldDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'encodeBare' | 'decode' | 'decodeBare' | 'ensureSchemas'>;
  readonly vault: Pick<Vault, 'admit' | 'keysFor' | 'updateNotes'>;
}

/** Events of one order in two partitions may meet; each round at least one of them gets through. */
const MOST_ROUNDS = 20;

type Known =
  | { readonly kind: 'erased' }
  /** Admitted by this very unit, with the state that its events give: nothing is left to store. */
  | { readonly kind: 'fresh'; readonly keys: OrderKeys; readonly fold: Fold; readonly factsValue: Buffer }
  | { readonly kind: 'stored'; readonly keys: OrderKeys; readonly state: OrderState; readonly note: Buffer };

interface Stored {
  readonly orderRef: OrderRef;
  readonly keys: OrderKeys | undefined;
  readonly note: Buffer | undefined;
}

type Groups = ReadonlyMap<OrderRef, readonly CheckedEvent[]>;

export async function foldOrders(
  deps: FoldDeps,
  policyVersion: number,
  events: readonly CheckedEvent[],
): Promise<Folded> {
  const groups = groupByOrder(events);
  const known = await admitNew(deps, policyVersion, groups);
  const others = [...groups.keys()].filter((orderRef) => !known.has(orderRef));
  await lookUp(deps, others, known);

  const folded = { orders: [] as FoldedOrder[], waiting: [] as WaitingEvent[], refusals: [] as Refusal[] };
  let open = [...groups.keys()];
  for (let round = 0; open.length > 0; round++) {
    open = await settle(deps, policyVersion, groups, known, open, folded);
    if (open.length === 0) break;
    if (round === MOST_ROUNDS) throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledNotes: open.length });
    // Another lane changed these meanwhile: look again and apply to what is there now.
    await lookUp(deps, open, known);
  }
  return folded;
}

function groupByOrder(events: readonly CheckedEvent[]): Groups {
  const groups = new Map<OrderRef, CheckedEvent[]>();
  for (const event of events) {
    const group = groups.get(event.orderRef);
    if (group === undefined) groups.set(event.orderRef, [event]);
    else group.push(event);
  }
  return groups;
}

function isPlacement({ event }: CheckedEvent): boolean {
  return event.type === 'placed' || event.type === 'placement-refused';
}

/** Orders that this unit places: their keys are made with the state that the whole unit gives. */
async function admitNew(deps: FoldDeps, policyVersion: number, groups: Groups): Promise<Map<OrderRef, Known>> {
  const fresh: { orderRef: OrderRef; claim: string; note: Buffer; factsValue: Buffer; fold: Fold }[] = [];
  for (const [orderRef, events] of groups) {
    const first = events.find(isPlacement);
    if (first === undefined) continue;
    const fold = foldEvents(policyVersion, undefined, events);
    if (fold.publish === undefined) continue;
    const { note, factsValue } = packNote(deps.codec, fold.publish);
    fresh.push({ orderRef, claim: positionOf(first.record), note, factsValue, fold });
  }
  const known = new Map<OrderRef, Known>();
  if (fresh.length === 0) return known;
  const stored: Stored[] = [];
  const results = await deps.vault.admit(fresh);
  for (let at = 0; at < fresh.length; at++) {
    const { orderRef, fold, factsValue } = fresh[at] as (typeof fresh)[number];
    const result = results[at] as (typeof results)[number];
    if (result.kind === 'erased') known.set(orderRef, { kind: 'erased' });
    else if (result.kind === 'unreadable') throw unreadable(result.reason);
    else if (result.kind === 'admitted') known.set(orderRef, { kind: 'fresh', keys: result.keys, fold, factsValue });
    else stored.push({ orderRef, keys: result.keys, note: result.note });
  }
  await addStored(deps, stored, known);
  return known;
}

async function lookUp(deps: FoldDeps, orderRefs: readonly OrderRef[], known: Map<OrderRef, Known>): Promise<void> {
  if (orderRefs.length === 0) return;
  const stored: Stored[] = [];
  for (const [orderRef, found] of await deps.vault.keysFor(orderRefs, { withNote: true })) {
    if (found.kind === 'erased') known.set(orderRef, { kind: 'erased' });
    else if (found.kind === 'unreadable') throw unreadable(found.reason);
    else if (found.kind === 'keys') stored.push({ orderRef, keys: found.keys, note: found.note });
  }
  await addStored(deps, stored, known);
}

async function addStored(deps: FoldDeps, stored: readonly Stored[], known: Map<OrderRef, Known>): Promise<void> {
  if (stored.length === 0) return;
  const states = await unpackNotes(
    deps.codec,
    stored.map(({ note }) => note),
  );
  stored.forEach(({ orderRef, keys, note }, index) => {
    const state = states[index];
    if (keys === undefined || state === undefined || note === undefined) throw unreadable('corrupt');
    known.set(orderRef, { kind: 'stored', keys, state, note });
  });
}

/** Fail closed: with keys that do not open, nothing may be accepted or refused; a person has to look. */
export function unreadable(reason: string): FulfilmentError {
  return new FulfilmentError('KEY_UNREADABLE', { reason });
}

/** Folds and stores these orders; answers those whose note was changed by another lane in between. */
async function settle(
  deps: FoldDeps,
  policyVersion: number,
  groups: Groups,
  known: ReadonlyMap<OrderRef, Known>,
  open: readonly OrderRef[],
  into: { orders: FoldedOrder[]; waiting: WaitingEvent[]; refusals: Refusal[] },
): Promise<OrderRef[]> {
  const notes: { orderRef: OrderRef; note: Buffer; expected: Buffer }[] = [];
  const folds: { orderRef: OrderRef; fold: Fold; order: FoldedOrder | undefined }[] = [];
  for (const orderRef of open) {
    const there = known.get(orderRef);
    const events = groups.get(orderRef) ?? [];
    const fold = foldOf(policyVersion, there, events);
    let order: FoldedOrder | undefined;
    if (fold.publish !== undefined && there !== undefined && there.kind !== 'erased') {
      const { publish: state, placements } = fold;
      const packed = there.kind === 'fresh' ? there : packNote(deps.codec, state);
      order = { orderRef, state, factsValue: packed.factsValue, keys: there.keys, placements };
      if (fold.changed && 'note' in packed && there.kind === 'stored') {
        notes.push({ orderRef, note: packed.note, expected: there.note });
      }
    }
    folds.push({ orderRef, fold, order });
  }
  const lost = new Set(notes.length === 0 ? [] : await deps.vault.updateNotes(notes));
  for (const { orderRef, fold, order } of folds) {
    if (lost.has(orderRef)) continue;
    if (order !== undefined) into.orders.push(order);
    into.waiting.push(...fold.waiting);
    into.refusals.push(...fold.refusals);
  }
  return [...lost];
}

function foldOf(policyVersion: number, known: Known | undefined, events: readonly CheckedEvent[]): Fold {
  if (known === undefined) return foldEvents(policyVersion, undefined, events);
  if (known.kind === 'erased') return refuseErased(events);
  return known.kind === 'fresh' ? known.fold : foldEvents(policyVersion, known.state, events);
}
