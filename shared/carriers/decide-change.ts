// What an operator may do to an entry of the register, and what the entry says afterwards. Pure.
import type { SealingKey } from '#schemas/generated/records';
import type { Policy } from '#shared/policy/policy';
import {
  type CarrierAgreement,
  type CarrierEntry,
  carrierLogin,
  type CarrierRegister,
  entryOf,
  PUBLIC_KEY_BYTES,
} from './carrier-entry.js';

export interface Known {
  readonly policy: Policy;
  readonly register: CarrierRegister;
  /** TOPIC_PREFIX. */
  readonly prefix: string;
}

export type Change =
  | {
      readonly kind: 'add';
      readonly agreement: CarrierAgreement;
      readonly deliveryMode: 'PLAIN' | 'SEALED';
      readonly sealingKey: SealingKey | null;
    }
  | { readonly kind: 'stop' }
  | { readonly kind: 'resume' }
  /** Nothing more for it; its logins stay, so that it can read what is taken back. */
  | { readonly kind: 'remove' }
  /** The end of what is left of a removed carrier. */
  | { readonly kind: 'take-away' }
  | { readonly kind: 'agreement'; readonly agreement: CarrierAgreement }
  | { readonly kind: 'key'; readonly sealingKey: SealingKey }
  /** A second login beside the one there is, so that both work for a while. */
  | { readonly kind: 'rotate' }
  /** The end of the older login. */
  | { readonly kind: 'end-previous' };

/**
 * `gap`: the agreement begins later than today, and the one in force would end at once. `not-listed`: the policy gives it no allow-list. `leaving`: it is being removed. `no-change`: it is so already. `two-logins`: the older one has to
 * end first. `one-login`: without it the carrier is shut out.
 */
export type RefusalReason =
  | 'not-listed'
  | 'there-already'
  | 'leaving'
  | 'not-there'
  | 'no-change'
  | 'agreement'
  | 'gap'
  | 'key'
  | 'two-logins'
  | 'one-login';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** A sentence for the operator at a terminal that says what to do instead. */
  readonly why: string;
}

export type Decision = { readonly kind: 'entry'; readonly entry: CarrierEntry } | Refused;

type Said = Omit<CarrierEntry, 'carrierId' | 'revision' | 'changedAt'>;

export function decideChange(known: Known, carrierId: string, change: Change, nowMs: number): Decision {
  if (!known.policy.carriers.has(carrierId)) {
    return refused(
      'not-listed',
      `The policy lists no carrier ${carrierId}: give it allow-lists there first, they decide what it gets.`,
    );
  }
  const entry = entryOf(known.policy, known.register, carrierId);
  const outcome =
    change.kind === 'add' ? add(known, carrierId, entry, change, nowMs) : alter(known, carrierId, entry, change, nowMs);
  if ('kind' in outcome) return outcome;
  return { kind: 'entry', entry: { ...outcome, carrierId, revision: (entry?.revision ?? 0) + 1, changedAt: nowMs } };
}

function add(
  { prefix }: Known,
  id: string,
  entry: CarrierEntry | null,
  change: Extract<Change, { kind: 'add' }>,
  nowMs: number,
): Said | Refused {
  if (entry?.state === 'REMOVED' && entry.logins.length > 0)
    return refused('leaving', `${id} is being removed: run remove again to take away what is left of it, then add it.`);
  if (entry !== null && entry.state !== 'REMOVED')
    return refused('there-already', `${id} is a carrier already (${entry.state.toLowerCase()}).`);
  const { agreement, deliveryMode, sealingKey } = change;
  const objection = agreementObjection(agreement, nowMs) ?? keyObjection(deliveryMode, sealingKey);
  if (objection !== null) return objection;
  return {
    state: 'ACTIVE',
    agreement,
    deliveryMode,
    sealingKey,
    logins: [{ user: carrierLogin(id, 1, prefix), since: nowMs }],
  };
}

function alter(
  { prefix }: Known,
  id: string,
  entry: CarrierEntry | null,
  change: Exclude<Change, { kind: 'add' }>,
  nowMs: number,
): Said | Refused {
  const isRemoved = entry?.state === 'REMOVED';
  if (entry === null || (isRemoved && change.kind !== 'take-away'))
    return refused(
      isRemoved && entry.logins.length > 0 ? 'leaving' : 'not-there',
      `${id} is no carrier now: add it first.`,
    );
  switch (change.kind) {
    case 'stop':
      return entry.state === 'STOPPED'
        ? refused('no-change', `${id} is stopped already.`)
        : { ...entry, state: 'STOPPED' };
    case 'resume':
      return entry.state === 'ACTIVE'
        ? refused('no-change', `${id} is active already.`)
        : { ...entry, state: 'ACTIVE' };
    case 'remove':
      return { ...entry, state: 'REMOVED' };
    case 'take-away':
      return isRemoved ? { ...entry, logins: [] } : refused('there-already', `${id} is a carrier: remove it first.`);
    case 'agreement': {
      const { agreement } = change;
      return (
        agreementObjection(agreement, nowMs) ??
        gapObjection(entry.agreement, agreement, nowMs) ?? { ...entry, agreement }
      );
    }
    case 'key': {
      const { sealingKey } = change;
      if (sealingKey.keyId === entry.sealingKey?.keyId) return refused('key', 'A new key needs a name of its own.');
      // A carrier that gets its records in plain has them sealed from now on; the way back would be a new agreement.
      return keyObjection('SEALED', sealingKey) ?? { ...entry, deliveryMode: 'SEALED', sealingKey };
    }
    case 'rotate': {
      const [login, ...more] = entry.logins;
      if (login === undefined || more.length > 0)
        return refused(
          'two-logins',
          `${id} has two logins already: end the older one first, with rotate --end-previous.`,
        );
      return { ...entry, logins: [login, { user: carrierLogin(id, numberOf(login.user) + 1, prefix), since: nowMs }] };
    }
    case 'end-previous':
      return entry.logins.length < 2
        ? refused('one-login', `${id} has one login only.`)
        : { ...entry, logins: entry.logins.slice(-1) };
  }
}

/** A carrier is not added, nor its agreement renewed, with one that says nothing for today or later. */
function agreementObjection({ signedOn, validFrom, validUntil }: CarrierAgreement, nowMs: number): Refused | null {
  const objection = (why: string): Refused => refused('agreement', why);
  for (const day of [signedOn, validFrom, validUntil])
    if (!isDay(day)) return objection(`${day} is no day such as 2026-01-31.`);
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (signedOn > today) return objection(`The agreement is not signed yet: ${signedOn} is still to come.`);
  if (validUntil < validFrom) return objection('The agreement ends before it begins.');
  if (validUntil < today) return objection(`The agreement ended on ${validUntil}: renew it first.`);
  return null;
}

/** An agreement that begins later would end the one that holds today at once, and hold back everything until its first day. */
function gapObjection(before: CarrierAgreement, next: CarrierAgreement, nowMs: number): Refused | null {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const holdsToday = before.validFrom <= today && today <= before.validUntil;
  if (!holdsToday || next.validFrom <= today) return null;
  return refused(
    'gap',
    `The agreement in force (until ${before.validUntil}) would end today and nothing go out before ${next.validFrom}: enter the new one on that day, or with a --from that is not later than today if it holds already.`,
  );
}

function keyObjection(mode: 'PLAIN' | 'SEALED', key: SealingKey | null): Refused | null {
  const objection = (why: string): Refused => refused('key', why);
  if (mode === 'PLAIN')
    return key === null ? null : objection('A public key is of use in the delivery mode sealed only.');
  if (key === null) return objection('The delivery mode sealed needs the public key of the carrier.');
  if (key.publicKey.length === PUBLIC_KEY_BYTES) return null;
  return objection(`A public key has ${PUBLIC_KEY_BYTES} bytes (X25519).`);
}

function numberOf(user: string): number {
  // A prefix may end in numbers, too; the id behind it does not begin with one.
  return Number(/carrier-[a-z][a-z0-9]*\.(\d+)$/.exec(user)?.[1] ?? 1);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

function refused(reason: RefusalReason, why: string): Refused {
  return { kind: 'refused', reason, why };
}
