// The words of the register of carriers, and what an entry says to begin with.
import type { CarrierAgreement, CarrierEntry } from '#schemas/generated/records';
import type { AgreementRule, CarrierRule, Policy } from '#shared/policy/policy';

export type { CarrierAgreement, CarrierEntry };

/** Newest entry of each carrier that has one, by id. */
export type CarrierRegister = ReadonlyMap<string, CarrierEntry>;

export const EMPTY_REGISTER: CarrierRegister = new Map();

/** X25519. */
export const PUBLIC_KEY_BYTES = 32;

const LAST_MS_OF_DAY = 86_400_000 - 1;

/** The register with one entry more; an entry that is not newer than the known one changes nothing. */
export function withEntry(register: CarrierRegister, entry: CarrierEntry): CarrierRegister {
  const known = register.get(entry.carrierId);
  if (known !== undefined && known.revision >= entry.revision) return register;
  return new Map([...register, [entry.carrierId, entry]]);
}

/**
 * The n-th user of a carrier in Kafka. Ids hold letters and digits only, so no number can make it the user of somebody else.
 * @param n from 1
 * @param prefix TOPIC_PREFIX: environments that share a Kafka do not share logins
 */
export function carrierLogin(carrierId: string, n: number, prefix = ''): string {
  const first = `${prefix}carrier-${carrierId}`;
  return n === 1 ? first : `${first}.${n}`;
}

/** From the first millisecond of the first day to the last of the last day, UTC. */
export function agreementRule({ signedOn, validFrom, validUntil }: CarrierAgreement): AgreementRule {
  return { signedOn, validFromMs: Date.parse(validFrom), validUntilMs: Date.parse(validUntil) + LAST_MS_OF_DAY };
}

/**
 * The entry of a carrier, or what the policy says of one that was listed there with its agreement from the start. Null where neither
 * knows of an agreement: such a carrier is not served yet.
 */
export function entryOf(policy: Pick<Policy, 'carriers'>, register: CarrierRegister, id: string): CarrierEntry | null {
  const carrier = policy.carriers.get(id);
  return register.get(id) ?? (carrier === undefined ? null : listedEntry(carrier));
}

function listedEntry({ id, agreement, deliveryMode }: CarrierRule): CarrierEntry | null {
  if (agreement === null) return null;
  const { signedOn, validFromMs, validUntilMs } = agreement;
  return {
    carrierId: id,
    state: 'ACTIVE',
    agreement: { signedOn, validFrom: dayOf(validFromMs), validUntil: dayOf(validUntilMs) },
    deliveryMode: deliveryMode === 'plain' ? 'PLAIN' : 'SEALED',
    sealingKey: null,
    logins: [{ user: carrierLogin(id, 1), since: 0 }],
    revision: 0,
    changedAt: 0,
  };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
