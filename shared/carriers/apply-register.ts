// The policy as it stands once the register of carriers has its say: who is served at all, under which agreement, sealed to which key.
// Allow-lists come from the policy alone; the register can only stop what they allow, never widen it.
import type { CarrierEntry } from '#schemas/generated/records';
import type { CarrierRule, CarrierStanding, Policy } from '#shared/policy/policy';
import { agreementRule, type CarrierRegister } from './carrier-entry.js';

/** Carriers that have topics: whose statuses are read, and who may be given something or has something to give back. */
export function servedCarriers(policy: Pick<Policy, 'carriers'>): readonly CarrierRule[] {
  return [...policy.carriers.values()].filter(
    ({ agreement, standing }) => agreement !== null && standing !== 'removed',
  );
}

/** Entries of carriers that the policy does not list have no effect: nothing allows them anything. */
export function applyRegister(policy: Policy, register: CarrierRegister): Policy {
  if (register.size === 0) return policy;
  const carriers = new Map(
    [...policy.carriers].map(([id, carrier]): [string, CarrierRule] => {
      const entry = register.get(id);
      return [id, entry === undefined ? carrier : Object.freeze({ ...carrier, ...saidBy(entry) })];
    }),
  );
  const edition = [...register.values()].map(({ carrierId, revision }) => `${carrierId}.${revision}`);
  return Object.freeze({ ...policy, carriers, registerEdition: edition.sort().join(' ') });
}

type Said = Pick<CarrierRule, 'standing' | 'agreement' | 'deliveryMode' | 'sealingKey' | 'logins'>;

function saidBy(entry: CarrierEntry): Said {
  return {
    standing: standingOf(entry),
    agreement: agreementRule(entry.agreement),
    deliveryMode: entry.deliveryMode === 'PLAIN' ? 'plain' : 'sealed',
    sealingKey: entry.sealingKey,
    logins: entry.logins.map(({ user }) => user),
  };
}

function standingOf({ state, logins }: CarrierEntry): CarrierStanding {
  if (state === 'ACTIVE') return 'active';
  if (state === 'STOPPED') return 'stopped';
  return logins.length > 0 ? 'leaving' : 'removed';
}
