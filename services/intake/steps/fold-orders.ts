// Checked events → the new state of each order: admits new orders with their keys, looks up known ones, applies events one by one.
// One vault write and one look-up per unit, whatever the number of orders.
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { RefusalCode } from '#shared/errors/catalogue';
import type { Refusal } from '#shared/pipeline/unit';
import type { OrderKeys } from '#shared/vault/order-keys';
import type { Vault } from '#shared/vault/vault';
import { applyEvent } from '../domain/apply-event.js';
import type { OrderState } from '../domain/order-state.js';
import { type CheckedEvent, positionOf } from './checked-event.js';

/** An order whose facts are to be published, with the events of this unit whose blocks are to be sealed. */
export interface FoldedOrder {
  readonly orderRef: OrderRef;
  readonly state: OrderState;
  readonly keys: OrderKeys;
  readonly placements: readonly CheckedEvent[];
}

export interface Folded {
  readonly orders: readonly FoldedOrder[];
  /** Events whose order is not known yet. */
  readonly early: readonly CheckedEvent[];
  readonly refusals: readonly Refusal[];
}

export interface FoldDeps {
  readonly codec: Pick<AvroCodec, 'encodeBare' | 'decodeBare'>;
  readonly vault: Pick<Vault, 'admit' | 'keysFor' | 'updateNotes'>;
}

const STEP = 'foldOrders';
/** Events of one order in two partitions may meet; each round at least one of them gets through. */
const MOST_ROUNDS = 20;

interface Known {
  readonly keys: OrderKeys;
  readonly state: OrderState;
  /** The note the state was read from; undefined when this unit has just admitted the order with its final state. */
  readonly note: Buffer | undefined;
}

export async function foldOrders(
  deps: FoldDeps,
  policyVersion: number,
  events: readonly CheckedEvent[],
): Promise<Folded> {
  const byOrder = groupByOrder(events);
  const known = new Map<OrderRef, Known | 'erased'>();
  await admitNew(deps, policyVersion, byOrder, known);
  await lookUp(
    deps,
    [...byOrder.keys()].filter((orderRef) => !known.has(orderRef)),
    known,
  );

  const folded = { orders: [] as FoldedOrder[], early: [] as CheckedEvent[], refusals: [] as Refusal[] };
  let open = [...byOrder.entries()];
  for (let round = 0; open.length > 0; round++) {
    const notes: { orderRef: OrderRef; note: Buffer; expected: Buffer }[] = [];
    const outcomes = new Map<OrderRef, Fold>();
    for (const [orderRef, ofOrder] of open) {
      const fold = foldOne(policyVersion, known.get(orderRef), ofOrder);
      outcomes.set(orderRef, fold);
      if (fold.changed !== undefined && fold.known.note !== undefined) {
        notes.push({ orderRef, note: encodeNote(deps.codec, fold.changed), expected: fold.known.note });
      }
    }
    // Another lane changed these meanwhile: look again and apply to what is there now.
    const lost = new Set(notes.length === 0 ? [] : await deps.vault.updateNotes(notes));
    for (const [orderRef, fold] of outcomes) if (!lost.has(orderRef)) collect(folded, orderRef, fold);
    if (lost.size === 0) break;
    if (round === MOST_ROUNDS) throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledNotes: lost.size });
    await lookUp(deps, [...lost], known);
    open = open.filter(([orderRef]) => lost.has(orderRef));
  }
  return folded;
}

function groupByOrder(events: readonly CheckedEvent[]): Map<OrderRef, CheckedEvent[]> {
  const byOrder = new Map<OrderRef, CheckedEvent[]>();
  for (const event of events) {
    const ofOrder = byOrder.get(event.orderRef);
    if (ofOrder === undefined) byOrder.set(event.orderRef, [event]);
    // A placement comes first even if it lay behind: within one unit nothing has to wait for it.
    else if (isPlacement(event) && !ofOrder.some(isPlacement)) ofOrder.unshift(event);
    else ofOrder.push(event);
  }
  return byOrder;
}

function isPlacement({ event }: CheckedEvent): boolean {
  return event.type === 'placed' || event.type === 'placement-refused';
}

/** Orders whose first event of this unit is a placement: their keys are made with the state that the whole unit gives. */
async function admitNew(
  deps: FoldDeps,
  policyVersion: number,
  byOrder: ReadonlyMap<OrderRef, readonly CheckedEvent[]>,
  known: Map<OrderRef, Known | 'erased'>,
): Promise<void> {
  const fresh: { orderRef: OrderRef; claim: string; note: Buffer; state: OrderState }[] = [];
  for (const [orderRef, ofOrder] of byOrder) {
    const [first] = ofOrder;
    if (first === undefined || !isPlacement(first)) continue;
    const { changed } = foldOne(policyVersion, undefined, ofOrder);
    if (changed === undefined) continue;
    fresh.push({ orderRef, claim: positionOf(first.record), note: encodeNote(deps.codec, changed), state: changed });
  }
  if (fresh.length === 0) return;
  const admitted = await deps.vault.admit(fresh);
  admitted.forEach((result, index) => {
    const order = fresh[index];
    if (order === undefined) return;
    const { orderRef, state } = order;
    if (result.kind === 'erased') known.set(orderRef, 'erased');
    else if (result.kind === 'unreadable') throw unreadable(result.reason);
    else if (result.keys === undefined) throw unreadable('corrupt');
    else if (result.kind === 'admitted') known.set(orderRef, { keys: result.keys, state, note: undefined });
    else known.set(orderRef, fromStore(deps, result.keys, result.note));
  });
}

async function lookUp(
  deps: FoldDeps,
  orderRefs: readonly OrderRef[],
  known: Map<OrderRef, Known | 'erased'>,
): Promise<void> {
  if (orderRefs.length === 0) return;
  for (const [orderRef, found] of await deps.vault.keysFor(orderRefs, { withNote: true })) {
    if (found.kind === 'erased') known.set(orderRef, 'erased');
    else if (found.kind === 'unreadable') throw unreadable(found.reason);
    else if (found.kind === 'keys') known.set(orderRef, fromStore(deps, found.keys, found.note));
  }
}

function fromStore(deps: FoldDeps, keys: OrderKeys, note: Buffer | undefined): Known {
  if (note === undefined) throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { what: 'order note' });
  const decoded = deps.codec.decodeBare('fulfilment.intake.OrderNote', note);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { what: 'order note' });
  return { keys, state: decoded.value, note };
}

/** Fail closed: with keys that do not open, nothing may be accepted or refused; a person has to look. */
function unreadable(reason: string): FulfilmentError {
  return new FulfilmentError('KEY_UNREADABLE', { reason });
}

function encodeNote(codec: FoldDeps['codec'], state: OrderState): Buffer {
  return codec.encodeBare('fulfilment.intake.OrderNote', state);
}

interface Fold {
  readonly known: { readonly keys: OrderKeys | undefined; readonly note: Buffer | undefined };
  /** The state to publish; undefined when no event was applied or repeated. */
  readonly publish: OrderState | undefined;
  /** The state to store; undefined when it is the one already stored. */
  readonly changed: OrderState | undefined;
  readonly placements: readonly CheckedEvent[];
  readonly early: readonly CheckedEvent[];
  readonly refusals: readonly Refusal[];
}

/** Applies the unit's events of one order to what is known of it. Pure. */
function foldOne(policyVersion: number, known: Known | 'erased' | undefined, ofOrder: readonly CheckedEvent[]): Fold {
  const placements: CheckedEvent[] = [];
  const early: CheckedEvent[] = [];
  const refusals: Refusal[] = [];
  if (known === 'erased') {
    for (const event of ofOrder) refusals.push(refuse(event, 'ORDER_ERASED'));
    return { known: NOTHING, publish: undefined, changed: undefined, placements, early, refusals };
  }
  const justAdmitted = known !== undefined && known.note === undefined;
  let state = justAdmitted ? undefined : known?.state;
  let touched = false;
  let changed = false;
  for (const item of ofOrder) {
    const outcome = applyEvent(state, item.event, policyVersion);
    if (outcome.kind === 'applied' || outcome.kind === 'repeated') {
      state = outcome.state;
      touched = true;
      changed ||= outcome.kind === 'applied';
      if (item.event.type === 'placed') placements.push(item);
      if (item.refusal !== undefined) refusals.push(item.refusal);
    } else if (outcome.kind === 'early') early.push(item);
    else refusals.push(item.refusal ?? refuse(item, outcome.code));
  }
  return {
    known: { keys: known?.keys, note: known?.note },
    publish: touched ? state : undefined,
    changed: changed ? state : undefined,
    placements,
    early,
    refusals,
  };
}

const NOTHING = { keys: undefined, note: undefined };

function refuse(item: CheckedEvent, code: RefusalCode): Refusal {
  return { record: item.record, code, fieldPaths: [], step: STEP, orderRef: item.orderRef };
}

function collect(
  into: { orders: FoldedOrder[]; early: CheckedEvent[]; refusals: Refusal[] },
  orderRef: OrderRef,
  fold: Fold,
): void {
  const { publish, placements, known } = fold;
  if (publish !== undefined && known.keys !== undefined)
    into.orders.push({ orderRef, state: publish, keys: known.keys, placements });
  into.early.push(...fold.early);
  into.refusals.push(...fold.refusals);
}
