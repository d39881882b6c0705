// What the register of carriers makes of the policy: it may stop what the policy allows, and never allows more.
import { describe, expect, test } from '@jest/globals';
import { applyRegister, servedCarriers } from '#shared/carriers/apply-register';
import { type CarrierEntry, EMPTY_REGISTER, withEntry } from '#shared/carriers/carrier-entry';
import { minimise } from '#shared/policy/minimise';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import { changedPolicy, currentPolicy, put } from '#test/unit/shared/policy/support/changed-policy';
import { AT_MS, orderTo } from '#test/unit/shared/policy/support/release-orders';

const ENTRY: CarrierEntry = {
  carrierId: 'swiftpost',
  state: 'ACTIVE',
  agreement: { signedOn: '2026-01-10', validFrom: '2026-02-01', validUntil: '2026-06-01' },
  deliveryMode: 'PLAIN',
  sealingKey: null,
  logins: [{ user: 'carrier-swiftpost', since: 0 }],
  revision: 1,
  changedAt: 0,
};
const DAY_MS = 86_400_000;
const unsigned = changedPolicy((tree) => put(tree, 'carriers/swiftpost/agreement', null));

function decisionWith(entry: Partial<CarrierEntry>, atMs = AT_MS, policy = unsigned): string {
  const register = withEntry(EMPTY_REGISTER, { ...ENTRY, ...entry });
  const decision = minimise(applyRegister(policy, register), 'swiftpost', orderTo(), atMs);
  return decision.kind === 'held' ? decision.code : decision.kind;
}

describe('the register of carriers', () => {
  test('brings the agreement of a carrier that the policy lists without one', () => {
    expect(minimise(unsigned, 'swiftpost', orderTo(), AT_MS)).toMatchObject({ code: 'AGREEMENT_MISSING' });
    expect(decisionWith({})).toBe('release');
  });

  test('ends the release after the last day of the agreement, whatever the policy says', () => {
    const lastMs = Date.UTC(2026, 5, 2) - 1;
    for (const policy of [unsigned, currentPolicy()]) {
      expect(decisionWith({}, lastMs, policy)).toBe('release');
      expect(decisionWith({}, lastMs + 1, policy)).toBe('AGREEMENT_EXPIRED');
      expect(decisionWith({}, Date.UTC(2026, 1, 1) - 1, policy)).toBe('AGREEMENT_NOT_YET_VALID');
    }
  });

  test('stops and removes', () => {
    expect(decisionWith({ state: 'STOPPED' })).toBe('CARRIER_STOPPED');
    expect(decisionWith({ state: 'REMOVED' })).toBe('CARRIER_REMOVED');
    expect(decisionWith({ state: 'REMOVED' }, AT_MS + 400 * DAY_MS)).toBe('CARRIER_REMOVED');
  });

  test('releases to a carrier with sealed delivery only when it has a key to seal to', () => {
    const sealingKey = { keyId: 'k1', publicKey: Buffer.alloc(32, 1) };
    expect(decisionWith({ deliveryMode: 'SEALED' })).toBe('SEALING_KEY_MISSING');
    expect(decisionWith({ deliveryMode: 'SEALED', sealingKey })).toBe('release');
    const register = withEntry(EMPTY_REGISTER, { ...ENTRY, deliveryMode: 'SEALED', sealingKey });
    expect(applyRegister(unsigned, register).carriers.get('swiftpost')).toMatchObject({
      deliveryMode: 'sealed',
      sealingKey,
    });
  });

  test('serves a carrier with an agreement until nothing of it is left', () => {
    const served = (entry: Partial<CarrierEntry>) =>
      servedCarriers(applyRegister(unsigned, withEntry(EMPTY_REGISTER, { ...ENTRY, ...entry }))).map(({ id }) => id);
    expect(servedCarriers(unsigned).map(({ id }) => id)).toEqual(['parcelway']);
    expect(served({})).toEqual(['swiftpost', 'parcelway']);
    expect(served({ state: 'STOPPED' })).toEqual(['swiftpost', 'parcelway']);
    expect(served({ state: 'REMOVED' })).toEqual(['swiftpost', 'parcelway']);
    expect(served({ state: 'REMOVED', logins: [] })).toEqual(['parcelway']);
  });

  test('changes no allow-list, no schema and no other carrier', () => {
    const policy = currentPolicy();
    const applied = applyRegister(policy, withEntry(EMPTY_REGISTER, { ...ENTRY, state: 'STOPPED' }));
    expect(applied.carriers.get('parcelway')).toBe(policy.carriers.get('parcelway'));
    expect(applied.carriers.get('swiftpost')?.plans).toBe(policy.carriers.get('swiftpost')?.plans);
    expect(shipmentSchema(applied, 'swiftpost')).toEqual(shipmentSchema(policy, 'swiftpost'));
    expect(applied.version).toBe(policy.version);
  });

  test('cannot bring in a carrier that the policy does not list', () => {
    const applied = applyRegister(currentPolicy(), withEntry(EMPTY_REGISTER, { ...ENTRY, carrierId: 'stranger' }));
    expect([...applied.carriers.keys()]).toEqual([...currentPolicy().carriers.keys()]);
    expect(minimise(applied, 'stranger', orderTo(), AT_MS)).toMatchObject({ code: 'CARRIER_UNKNOWN' });
  });

  test('shows in the edition of the policy with each newer entry, whatever the order of the entries', () => {
    const other: CarrierEntry = { ...ENTRY, carrierId: 'parcelway' };
    const one = withEntry(withEntry(EMPTY_REGISTER, ENTRY), other);
    const two = withEntry(withEntry(EMPTY_REGISTER, other), ENTRY);
    const edition = (register: typeof one) => applyRegister(unsigned, register).registerEdition;
    expect(edition(one)).toBe(edition(two));
    expect(edition(withEntry(one, { ...ENTRY, revision: 2 }))).not.toBe(edition(one));
    expect(edition(EMPTY_REGISTER)).toBe('');
  });

  test('is moved by newer entries only', () => {
    const register = withEntry(EMPTY_REGISTER, { ...ENTRY, revision: 3 });
    expect(withEntry(register, { ...ENTRY, state: 'STOPPED', revision: 3 })).toBe(register);
    expect(withEntry(register, { ...ENTRY, state: 'STOPPED', revision: 2 })).toBe(register);
    expect(withEntry(register, { ...ENTRY, state: 'STOPPED', revision: 4 }).get('swiftpost')?.state).toBe('STOPPED');
  });
});
