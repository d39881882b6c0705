// A change of who is a carrier, wherever it is asked for: decided, carried out step by step, and told as an outcome.
import type { Clock } from '#shared/domain/clock';
import { type CarrierEntry, entryOf } from './carrier-entry.js';
import type { CarriersDesk } from './carriers-desk.js';
import { type Change, decideChange, type Known, type Refused } from './decide-change.js';
import { addCarrier, addLogin, endLogins, type HandOver, takeAway } from './onboard.js';
import { runSteps, type StepsOutcome } from './run-steps.js';

export interface ChangeDeps {
  readonly desk: CarriersDesk;
  readonly clock: Clock;
  /** Once it is decided and before anything of it is done: whoever keeps a record of who did what writes it down here. */
  readonly beforehand?: () => Promise<void>;
}

export type Failed = Extract<StepsOutcome, { kind: 'failed' }>;
type Done = { readonly kind: 'done'; readonly entry: CarrierEntry };
export type Changed = Done | Refused | Failed;
/** `isAnew` is false where it was begun before. `holds`: records are live, and nobody said that they may be taken back. */
export type Begun =
  | (Done & { readonly isAnew: boolean })
  | Refused
  | Failed
  | { readonly kind: 'holds'; readonly live: number };

/** Removing is another matter: it takes two strokes. */
export type PlainChange = Exclude<Change, { kind: 'remove' | 'take-away' }>;

export async function changeCarrier(
  deps: ChangeDeps & { readonly hand: HandOver },
  carrierId: string,
  change: PlainChange,
): Promise<Changed> {
  const { desk, clock, hand } = deps;
  const known = await desk.known();
  const decision = decideChange(known, carrierId, change, clock.nowMs());
  if (decision.kind === 'refused') return decision;
  const { entry } = decision;
  await deps.beforehand?.();
  const outcome = await carryOut(desk, hand, known, change.kind, entry);
  return outcome.kind === 'failed' ? outcome : { kind: 'done', entry };
}

function carryOut(
  desk: CarriersDesk,
  hand: HandOver,
  { policy, register }: Known,
  kind: PlainChange['kind'],
  entry: CarrierEntry,
): Promise<StepsOutcome> {
  if (kind === 'add') return addCarrier(desk, entry, hand);
  if (kind === 'rotate') return addLogin(desk, entry, hand);
  if (kind === 'end-previous') return endLogins(desk, entryOf(policy, register, entry.carrierId) ?? entry, entry);
  return enterOnly(desk, entry);
}

/** The first stroke: it is given nothing more, and what it holds is taken back. Begun before is begun. */
export async function beginRemoval(deps: ChangeDeps, carrierId: string, withdrawLive: boolean): Promise<Begun> {
  const { desk, clock } = deps;
  const known = await desk.known();
  const before = entryOf(known.policy, known.register, carrierId);
  if (before?.state === 'REMOVED') return { kind: 'done', entry: before, isAnew: false };
  const decision = decideChange(known, carrierId, { kind: 'remove' }, clock.nowMs());
  if (decision.kind === 'refused') return decision;
  const live = withdrawLive ? 0 : await desk.liveRecords(carrierId);
  if (live > 0) return { kind: 'holds', live };
  await deps.beforehand?.();
  const entered = await enterOnly(desk, decision.entry);
  return entered.kind === 'failed' ? entered : { kind: 'done', entry: decision.entry, isAnew: true };
}

/** The second stroke, when every byte of it is due to be gone: its logins, rights, topics and subjects go. Safe to repeat. */
export async function endRemoval({ desk, clock }: ChangeDeps, carrierId: string): Promise<Changed> {
  const known = await desk.known();
  const before = entryOf(known.policy, known.register, carrierId);
  const decision = decideChange(known, carrierId, { kind: 'take-away' }, clock.nowMs());
  if (decision.kind === 'refused') return decision;
  const outcome = await takeAway(desk, before ?? decision.entry, decision.entry);
  return outcome.kind === 'failed' ? outcome : { kind: 'done', entry: decision.entry };
}

function enterOnly(desk: CarriersDesk, entry: CarrierEntry): Promise<StepsOutcome> {
  return runSteps([{ name: 'enter it in the register', run: () => desk.enter(entry).then(() => null) }]);
}
