// What an operator may do to the register of carriers, and what it says afterwards.
import { describe, expect, test } from '@jest/globals';
import { type CarrierEntry, EMPTY_REGISTER, withEntry } from '#shared/carriers/carrier-entry';
import { type Change, decideChange } from '#shared/carriers/decide-change';
import { changedPolicy, put } from '#test/unit/shared/policy/support/changed-policy';

const NOW = Date.UTC(2026, 5, 1, 12);
const AGREEMENT = { signedOn: '2026-01-10', validFrom: '2026-02-01', validUntil: '2027-01-31' };
const KEY = { keyId: 'k1', publicKey: Buffer.alloc(32, 7) };
const ADD: Change = { kind: 'add', agreement: AGREEMENT, deliveryMode: 'PLAIN', sealingKey: null };
const ADD_SEALED: Change = { ...ADD, deliveryMode: 'SEALED', sealingKey: KEY };

/** swiftpost is listed without an agreement, parcelway with one. */
const policy = changedPolicy((tree) => put(tree, 'carriers/swiftpost/agreement', null));

interface Told {
  readonly entry: CarrierEntry | null;
  readonly why: string | null;
}

/** The last of the changes, one after the other. */
function after(carrierId: string, ...changes: readonly Change[]): Told {
  let register = EMPTY_REGISTER;
  let told: Told = { entry: null, why: null };
  for (const change of changes) {
    const decision = decideChange({ policy, register, prefix: 'p.2.' }, carrierId, change, NOW);
    told = decision.kind === 'entry' ? { entry: decision.entry, why: null } : { entry: null, why: decision.why };
    if (decision.kind === 'entry') register = withEntry(register, decision.entry);
  }
  return told;
}

describe('a carrier is added', () => {
  test('with its agreement and a first login', () => {
    expect(after('swiftpost', ADD).entry).toEqual({
      carrierId: 'swiftpost',
      state: 'ACTIVE',
      agreement: AGREEMENT,
      deliveryMode: 'PLAIN',
      sealingKey: null,
      logins: [{ user: 'p.2.carrier-swiftpost', since: NOW }],
      revision: 1,
      changedAt: NOW,
    });
  });

  test('once only, and again after it was removed', () => {
    expect(after('swiftpost', ADD, ADD).why).toContain('a carrier already');
    expect(after('parcelway', ADD).why).toContain('a carrier already');
    expect(after('swiftpost', ADD, { kind: 'remove' }, ADD).why).toContain('being removed');
    expect(after('swiftpost', ADD, { kind: 'remove' }, { kind: 'take-away' }, ADD).entry).toMatchObject({
      state: 'ACTIVE',
      revision: 4,
    });
  });

  test('only if the policy says what it may get', () => {
    expect(after('nobody', ADD).why).toContain('lists no carrier nobody');
    expect(after('constructor', ADD).why).toContain('lists no carrier');
  });

  test.each([
    ['is no day', { validFrom: '2026-02-30' }],
    ['is no day', { validUntil: 'soon' }],
    ['not signed yet', { signedOn: '2026-06-02' }],
    ['ends before it begins', { validFrom: '2027-02-01' }],
    ['ended on 2026-05-31', { validUntil: '2026-05-31' }],
  ])('not with an agreement that %s', (words, part) => {
    expect(after('swiftpost', { ...ADD, agreement: { ...AGREEMENT, ...part } }).why).toContain(words);
    expect(after('parcelway', { kind: 'agreement', agreement: { ...AGREEMENT, ...part } }).why).toContain(words);
  });

  test('on the last day of its agreement', () => {
    const agreement = { ...AGREEMENT, validUntil: '2026-06-01' };
    expect(after('swiftpost', { ...ADD, agreement }).entry).toMatchObject({ agreement });
  });

  test('with a key exactly where its records are sealed', () => {
    expect(after('swiftpost', ADD_SEALED).entry).toMatchObject({ deliveryMode: 'SEALED', sealingKey: KEY });
    expect(after('swiftpost', { ...ADD_SEALED, sealingKey: null }).why).toContain('needs the public key');
    expect(after('swiftpost', { ...ADD, sealingKey: KEY }).why).toContain('sealed only');
    const short = { keyId: 'k1', publicKey: Buffer.alloc(31) };
    expect(after('swiftpost', { ...ADD_SEALED, sealingKey: short }).why).toContain('32 bytes');
  });
});

describe('a carrier', () => {
  test('is stopped and goes on', () => {
    expect(after('swiftpost', ADD, { kind: 'stop' }).entry).toMatchObject({ state: 'STOPPED', revision: 2 });
    expect(after('swiftpost', ADD, { kind: 'stop' }, { kind: 'stop' }).why).toContain('stopped already');
    expect(after('swiftpost', ADD, { kind: 'resume' }).why).toContain('active already');
    expect(after('swiftpost', ADD, { kind: 'stop' }, { kind: 'resume' }).entry).toMatchObject({ state: 'ACTIVE' });
  });

  test('that the policy lists with its agreement can be changed without being added', () => {
    expect(after('parcelway', { kind: 'stop' }).entry).toMatchObject({
      state: 'STOPPED',
      agreement: { signedOn: '2015-05-18', validFrom: '2015-06-01', validUntil: '2035-12-31' },
      logins: [{ user: 'carrier-parcelway' }],
      revision: 1,
    });
  });

  test.each<Change>([
    { kind: 'stop' },
    { kind: 'resume' },
    { kind: 'remove' },
    { kind: 'rotate' },
    { kind: 'end-previous' },
    { kind: 'agreement', agreement: AGREEMENT },
    { kind: 'key', sealingKey: KEY },
  ])('that was never added, or removed, knows no $kind', (change) => {
    expect(after('swiftpost', change).why).toContain('add it first');
    expect(after('swiftpost', ADD, { kind: 'remove' }, change).why).toContain('add it first');
  });

  test('that is removed keeps its login until what is left of it is taken away', () => {
    const removed = after('swiftpost', ADD, { kind: 'remove' }).entry;
    expect(removed).toMatchObject({ state: 'REMOVED', logins: [{ user: 'p.2.carrier-swiftpost' }] });
    expect(after('swiftpost', ADD, { kind: 'remove' }, { kind: 'take-away' }).entry).toMatchObject({
      state: 'REMOVED',
      logins: [],
    });
    expect(after('swiftpost', ADD, { kind: 'take-away' }).why).toContain('remove it first');
  });
});

describe('credentials change', () => {
  const users = (...changes: readonly Change[]) =>
    after('swiftpost', ADD, ...changes).entry?.logins.map(({ user }) => user);

  test('with two logins side by side, until the older one ends', () => {
    expect(users({ kind: 'rotate' })).toEqual(['p.2.carrier-swiftpost', 'p.2.carrier-swiftpost.2']);
    expect(users({ kind: 'rotate' }, { kind: 'end-previous' })).toEqual(['p.2.carrier-swiftpost.2']);
    expect(users({ kind: 'rotate' }, { kind: 'end-previous' }, { kind: 'rotate' })).toEqual([
      'p.2.carrier-swiftpost.2',
      'p.2.carrier-swiftpost.3',
    ]);
  });

  test('never with three, never with none', () => {
    expect(after('swiftpost', ADD, { kind: 'rotate' }, { kind: 'rotate' }).why).toContain('two logins already');
    expect(after('swiftpost', ADD, { kind: 'end-previous' }).why).toContain('one login only');
  });

  test('and so does the key that records are sealed to, each under its own name', () => {
    const next = { keyId: 'k2', publicKey: Buffer.alloc(32, 9) };
    expect(after('swiftpost', ADD_SEALED, { kind: 'key', sealingKey: next }).entry).toMatchObject({ sealingKey: next });
    expect(after('swiftpost', ADD_SEALED, { kind: 'key', sealingKey: KEY }).why).toContain('a name of its own');
  });

  test('that got its records plain has them sealed as soon as it gives a key, and not by a key that is none', () => {
    expect(after('swiftpost', ADD, { kind: 'key', sealingKey: KEY }).entry).toMatchObject({
      deliveryMode: 'SEALED',
      sealingKey: KEY,
    });
    const short = { keyId: 'k2', publicKey: Buffer.alloc(44) };
    expect(after('swiftpost', ADD, { kind: 'key', sealingKey: short }).why).toContain('32 bytes');
  });

  test('is not left without an agreement by entering the next one before its first day', () => {
    const next = { signedOn: '2026-05-30', validFrom: '2027-02-01', validUntil: '2028-01-31' };
    expect(after('swiftpost', ADD, { kind: 'agreement', agreement: next }).why).toContain(
      'nothing go out before 2027-02-01',
    );
    const overlapping = { ...next, validFrom: '2026-06-01' };
    expect(after('swiftpost', ADD, { kind: 'agreement', agreement: overlapping }).entry).toMatchObject({
      agreement: overlapping,
    });
    // Nothing is lost where none holds today.
    const toCome = { ...next, validFrom: '2026-07-01' };
    expect(
      after('swiftpost', { ...ADD, agreement: toCome }, { kind: 'agreement', agreement: next }).entry,
    ).toMatchObject({
      agreement: next,
    });
  });
});
