// The life of orders on one page. Units: facts, progress, commands and receipts → orders tracked, statuses told, complete erasures reported.
// Ticks: what fell due begins to be erased, who keeps silent is reminded, what was told as erased is reduced to a guard.
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { Backoff } from '#shared/pipeline/backoff';
import { createSettleOutcomes, type SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { Refusal, Unit, UnitHandler, UnitResult } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import type { ReadNews } from './domain/follow-news.js';
import { createErasureWindow, type ErasureWindow } from './steps/erasure-window.js';
import { createDateRenewal, type DateRenewal } from './steps/renew-dates.js';
import { erasureIdOf } from './steps/erasure-id.js';
import type { KeysDestroyedDeps } from './steps/keys-destroyed.js';
import { followRegister, type RegisterDeps } from './steps/follow-register.js';
import { type ConfirmationDeps, readConfirmations } from './steps/read-confirmations.js';
import { type ReadCommand, readCommands } from './steps/read-commands.js';
import { readFacts, readProgress } from './steps/read-news.js';
import { type ReadReceipt, readReceipts } from './steps/read-receipts.js';
import { remindErasures } from './steps/remind-erasures.js';
import { createSortByTopic } from './steps/sort-by-topic.js';
import { startErasures } from './steps/start-erasures.js';
import { trackOrders, type Tracked } from './steps/track-orders.js';
import type { StoreRegister } from './store/store-register.js';
import type { CommandLog } from './store/command-log.js';
import type { RecentOrders } from './store/recent-orders.js';

export interface LifecycleDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly vault: KeysDestroyedDeps['vault'];
  readonly store: RecentOrders;
  readonly commandLog: Pick<CommandLog, 'note'>;
  readonly policy: Pick<PolicySource, 'current'>;
  /** The clock that orders live by: scaled in the sample. */
  readonly clock: Clock;
  /** The clock of the machine, for reminders. */
  readonly machineClock: Clock;
  /** A number of [0, 1), for jitter. */
  readonly random: () => number;
  readonly topicName: (name: string) => string;
  /** Who has to answer. */
  readonly participants: readonly string[];
  readonly reminders: Backoff;
  /** Machine time after which a service of the broker that has not answered counts as overdue. */
  readonly overdueMs: number;
  readonly register: StoreRegister;
  readonly claims: ConfirmationDeps['claims'];
  readonly isSignedBy: ConfirmationDeps['isSignedBy'];
  readonly isReceiptKey: RegisterDeps['isReceiptKey'];
  /** Names that no store outside may take. */
  readonly reserved: readonly string[];
  /** Erasures of a lane that may wait for their first answer at a time, and reminders of a tick at most. */
  readonly batch: number;
  readonly sealDeadLetters: SealDeadLetters;
  readonly observer: LifecycleObserver;
}

/** Told after the commit, for metrics. */
export interface LifecycleObserver {
  refused(refusals: readonly Refusal[]): void;
  receipts(receipts: Tracked['receipts']): void;
  started(count: number): void;
  /** @param sinceMs machine time at which each erasure began that is over now */
  completed(sinceMs: readonly number[]): void;
}

export interface Lifecycle {
  readonly handler: UnitHandler;
  readonly tick: (lane: number) => Promise<UnitResult>;
  /** A new owner of the lane can't know whether the last words of the former one were committed: they are said again at once. */
  readonly onAssigned: (lane: number) => Promise<void>;
  readonly onRevoked: (lane: number) => void;
}

/** What a lane remembers between its units; whatever of it is lost is found again through reminders. */
interface LaneMemory {
  /** Orders whose end is told and committed. */
  readonly gone: Set<OrderRef>;
  readonly window: ErasureWindow;
  readonly dates: DateRenewal;
}

type Stores = Awaited<ReturnType<StoreRegister['all']>>;

export const RETENTION_ENDED = 'RETENTION_ENDED';
/** Answers to an erasure that is still not complete are on disk after this long, for whoever looks who is silent. */
const SETTLE_AFTER_MS = 5_000;

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const { codec, store, policy, clock, machineClock, topicName, observer } = deps;
  const sortByTopic = createSortByTopic(topicName);
  const settle = createSettleOutcomes(deps.sealDeadLetters, (refusals) => observer.refused(refusals));
  const lanes = new Map<number, LaneMemory>();

  function memoryOf(lane: number): LaneMemory {
    const known = lanes.get(lane);
    if (known !== undefined) return known;
    const window = createErasureWindow(deps.batch, deps.reminders.firstMs, machineClock);
    const fresh = { gone: new Set<OrderRef>(), window, dates: createDateRenewal(deps, lane, deps.batch) };
    lanes.set(lane, fresh);
    return fresh;
  }

  async function handler(unit: Unit): Promise<UnitResult> {
    await codec.ensureSchemas(unit.records.map(({ value }) => value));
    const byTopic = sortByTopic(unit.records);
    const news = new Map<OrderRef, ReadNews[]>();
    const receipts = new Map<OrderRef, ReadReceipt[]>();
    const commands = new Map<OrderRef, ReadCommand[]>();
    readFacts(codec, byTopic.facts, news);
    readProgress(codec, byTopic.progress, news);
    const refusals = [
      ...readReceipts(codec, byTopic.receipts, receipts),
      ...readCommands(codec, byTopic.commands, commands),
    ];
    refusals.push(...(await readConfirmations(deps, byTopic.confirmations, receipts)));
    refusals.push(...(await followRegister(deps, byTopic.register)));
    const nowMs = clock.nowMs();
    const stores = await deps.register.all();
    const tracked = await trackOrders(
      { ...deps, deadlineOf: deadlineOf(stores) },
      policy.current(),
      { news, receipts, commands },
      nowMs,
    );
    if (tracked.commands.length > 0) await deps.commandLog.note(tracked.commands, nowMs);
    return settle({
      outputs: tracked.outputs,
      refusals: [...refusals, ...tracked.refusals],
      afterCommit: () => {
        const { gone, window } = memoryOf(unit.lane);
        for (const orderRef of tracked.erased) gone.add(orderRef);
        window.heard(tracked.heard);
        observer.receipts(tracked.receipts);
        observer.completed(tracked.completedSinceMs);
      },
    });
  }

  async function tick(lane: number): Promise<UnitResult> {
    const nowMs = clock.nowMs();
    const machineNowMs = machineClock.nowMs();
    await reduceToGuards(lane, nowMs);
    await store.settle(lane, machineNowMs - SETTLE_AFTER_MS);
    await memoryOf(lane).dates.step(policy.current());
    const stores = await deps.register.all();
    const started = await startDue(lane, nowMs, machineNowMs, stores);
    const waiting = await store.findToRemind(lane, machineNowMs, deps.batch);
    const isRegistered = (name: string): boolean => stores.has(name);
    const reminded = await remindErasures(
      { ...deps, store, isRegistered },
      waiting,
      nowMs,
      machineNowMs,
      deps.reminders,
    );
    return {
      outputs: [...started.outputs, ...reminded],
      afterCommit: () => {
        memoryOf(lane).window.began(started.started);
        observer.started(started.started);
      },
    };
  }

  /** Their end is committed, so nobody needs their numbers any more. */
  async function reduceToGuards(lane: number, nowMs: number): Promise<void> {
    const { gone } = memoryOf(lane);
    const ofLane = [...gone];
    if (ofLane.length === 0) return;
    await store.guard(ofLane, lane, nowMs);
    for (const orderRef of ofLane) gone.delete(orderRef);
  }

  async function startDue(lane: number, nowMs: number, machineNowMs: number, stores: Stores) {
    const room = memoryOf(lane).window.room();
    const due = room === 0 ? [] : await store.findDue(lane, nowMs, room);
    const current = policy.current();
    return startErasures(deps, current, due, {
      erasureIdOf,
      reason: RETENTION_ENDED,
      policyVersion: current.version,
      participants: deps.participants,
      stores: [...stores.values()],
      deadlineOf: deadlineOf(stores),
      nowMs,
      machineNowMs,
      firstReminderMs: deps.reminders.firstMs,
    });
  }

  function deadlineOf(stores: Stores): (participant: string) => number {
    return (participant) => stores.get(participant)?.deadlineMs ?? deps.overdueMs;
  }

  function letGo(lane: number): void {
    lanes.delete(lane);
    store.forget(lane);
  }

  return {
    handler,
    tick,
    onAssigned: (lane) => {
      letGo(lane);
      return store.remindUnconfirmed(lane, machineClock.nowMs());
    },
    onRevoked: letGo,
  };
}
