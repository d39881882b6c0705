// Puts together what an administrator does about carriers: the acts of `npm run carriers`, on record before each is done; and the second stroke of
// a removal, when the carrier has had the time to delete.
import { randomUUID } from 'node:crypto';
import { deadlineProfiles } from '#schemas/generated/topics';
import type { CarriersDesk } from '#shared/carriers/carriers-desk';
import {
  beginRemoval,
  changeCarrier,
  type Begun,
  type Changed,
  type ChangeDeps,
  type PlainChange,
} from '#shared/carriers/change-carrier';
import { createRemovalEnder } from '#shared/carriers/end-removals';
import type { RefusalReason } from '#shared/carriers/decide-change';
import { newPassword, settingsOf } from '#shared/carriers/hand-over';
import type { Credentials } from '#shared/carriers/onboard';
import { openDesk } from '#shared/carriers/open-desk';
import { policyInForce } from '#shared/carriers/policy-in-force';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { loadConfig } from '#shared/config/load';
import { KAFKA } from '#shared/config/kafka';
import { REGISTRY } from '#shared/config/registry';
import { classify } from '#shared/errors/classify';
import type { Platform } from '#shared/platform/platform';
import type { Use } from '#shared/runtime/compose';
import { requestWatch } from './adapters/request-watch.js';
import { isUsableKey, keyIdOf } from './adapters/sealed-letters.js';
import type { CarrierDone, CarrierLogin, CarrierOperations, CarrierRefusal } from './api/routes/carriers-route.js';
import type { ViewLog } from './store/view-log.js';

const CODES: Readonly<Record<RefusalReason, CarrierRefusal>> = {
  'not-listed': 'CARRIER_NOT_LISTED',
  'there-already': 'CARRIER_THERE_ALREADY',
  leaving: 'CARRIER_LEAVING',
  'not-there': 'CARRIER_NOT_THERE',
  'no-change': 'NOT_AT_THIS_POINT',
  agreement: 'CARRIER_AGREEMENT_UNUSABLE',
  gap: 'CARRIER_AGREEMENT_LEAVES_GAP',
  key: 'PUBLIC_KEY_UNUSABLE',
  'two-logins': 'CARRIER_HAS_TWO_LOGINS',
  'one-login': 'CARRIER_HAS_ONE_LOGIN',
};

/** How each act is called in the record of views. */
const RECORDED = {
  add: 'ADDED_CARRIER',
  stop: 'STOPPED_CARRIER',
  resume: 'RESUMED_CARRIER',
  agreement: 'RENEWED_AGREEMENT',
  rotate: 'HANDED_OUT_LOGIN',
  'end-previous': 'ENDED_LOGIN',
  remove: 'REMOVED_CARRIER',
} as const;
type Act = keyof typeof RECORDED;

const UNDONE = 'a change of a carrier failed and was undone';
const LEFT = 'a change of a carrier failed, and something of it could not be undone: do it again';
const LOOK_EVERY_MS = 10_000;
/** An operator who removes it at a terminal ends it himself: this waits so much longer, so that they do not shut each other out. */
const LEFT_TO_OTHERS_MS = 30_000;

export interface CarrierParts {
  readonly views: ViewLog;
  /** One instance does: two would shut each other out. */
  readonly endsRemovals: boolean;
}

export async function composeCarriers(
  use: Use,
  platform: Platform,
  { views, endsRemovals }: CarrierParts,
): Promise<CarrierOperations> {
  const { kafka, prefix, realClock: clock, erasureProfile, logger } = platform;
  const { registry, kafka: brokers } = loadConfig({ registry: REGISTRY, kafka: KAFKA });

  /** Opened for one act: whoever opens one later shuts out whoever opened one earlier. */
  async function withDesk<Value>(work: (desk: CarriersDesk) => Promise<Value>): Promise<Value> {
    const client = createRegistryClient(registry);
    const codec = createAvroCodec({ registry: client, topicPrefix: prefix, clock });
    const policy = () => policyInForce(kafka, codec, prefix);
    const desk = await openDesk({ kafka, codec, registry: client, policy, prefix, profile: erasureProfile.profile });
    try {
      return await work(desk);
    } finally {
      await desk.close();
    }
  }

  const onRecord = (carrierId: string, by: string, act: Act) => (): Promise<void> =>
    views.note({
      viewId: randomUUID(),
      by,
      role: 'administrator',
      subjectRef: `carrier-${carrierId}`,
      categories: [],
      purpose: 'keeping-the-house',
      reason: RECORDED[act],
      outcome: 'done',
      atMs: clock.nowMs(),
    });

  function outcomeOf<Value>(changed: Changed | Begun, valueOf: () => CarrierDone<Value>): CarrierDone<Value> {
    if (changed.kind === 'done') return valueOf();
    if (changed.kind === 'refused') return refused(CODES[changed.reason]);
    if (changed.kind === 'holds') return refused('CARRIER_HOLDS_RECORDS');
    const { step, left, error } = changed;
    if (classify(error).code === 'REGISTER_CHANGED_MEANWHILE') return refused('CARRIERS_CHANGED_MEANWHILE');
    logger.error({ err: error, step }, left.length === 0 ? UNDONE : LEFT);
    return refused('CARRIER_NOT_CHANGED');
  }

  async function change<Value>(
    carrierId: string,
    by: string,
    wanted: PlainChange & { readonly kind: Act },
    valueOf: (handed: Credentials | null) => CarrierDone<Value>,
  ): Promise<CarrierDone<Value>> {
    let handed: Credentials | null = null;
    const hand = {
      newPassword,
      handOver: async (credentials: Credentials) => {
        handed = credentials;
        return null;
      },
    };
    return withDesk(async (desk) => {
      const beforehand = onRecord(carrierId, by, wanted.kind);
      const changed = await changeCarrier({ desk, clock, hand, beforehand }, carrierId, wanted);
      return outcomeOf(changed, () => valueOf(handed));
    });
  }

  const loginOf =
    (carrierId: string) =>
    (handed: Credentials | null): CarrierDone<CarrierLogin> => {
      if (handed === null) return refused('CARRIER_NOT_CHANGED');
      const around = {
        brokers: brokers.brokers.join(','),
        isTls: brokers.ssl !== false,
        registry: registry.url,
        prefix,
        carrierId,
      };
      const settings = settingsOf(around, handed);
      return { kind: 'done', value: { user: handed.user, password: handed.password.reveal(), settings } };
    };
  const nothing = (): CarrierDone<null> => ({ kind: 'done', value: null });

  const { promiseMs } = deadlineProfiles[erasureProfile.profile];
  const endRemovals = createRemovalEnder({
    policy: platform.policy,
    clock,
    waitMs: promiseMs + LEFT_TO_OTHERS_MS,
    withDesk,
    onFailed: (carrierId, { step, error }) => logger.error({ err: error, carrierId, step }, 'a removal was not ended'),
  });
  if (endsRemovals) await use(requestWatch(endRemovals, LOOK_EVERY_MS, logger));
  return {
    add: async (carrierId, agreement, publicKey, by) => {
      if (publicKey !== null && !(await isUsableKey(publicKey))) return refused('PUBLIC_KEY_UNUSABLE');
      const sealingKey =
        publicKey === null ? null : { keyId: keyIdOf(publicKey), publicKey: Buffer.from(publicKey, 'base64url') };
      const deliveryMode = sealingKey === null ? 'PLAIN' : 'SEALED';
      return change(carrierId, by, { kind: 'add', agreement, deliveryMode, sealingKey }, loginOf(carrierId));
    },
    setState: (carrierId, state, by) =>
      change(carrierId, by, { kind: state === 'STOPPED' ? 'stop' : 'resume' }, nothing),
    renew: (carrierId, agreement, by) => change(carrierId, by, { kind: 'agreement', agreement }, nothing),
    makeLogin: (carrierId, by) => change(carrierId, by, { kind: 'rotate' }, loginOf(carrierId)),
    endOlderLogin: (carrierId, by) => change(carrierId, by, { kind: 'end-previous' }, nothing),
    remove: (carrierId, withdrawLive, by) =>
      withDesk(async (desk) => {
        const deps: ChangeDeps = { desk, clock, beforehand: onRecord(carrierId, by, 'remove') };
        const begun = await beginRemoval(deps, carrierId, withdrawLive);
        const sinceMs = begun.kind === 'done' ? begun.entry.changedAt : 0;
        return outcomeOf(begun, () => ({ kind: 'done', value: { goneByMs: sinceMs + desk.promiseMs } }));
      }),
  };
}

function refused(code: CarrierRefusal): Extract<CarrierDone<never>, { kind: 'refused' }> {
  return { kind: 'refused', code };
}
