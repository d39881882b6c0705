// From an event of an account to what is kept of it.
import { describe, expect, test } from '@jest/globals';
import type { RecordTypes, SignIn } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { createObserveSignIns } from '#services/fraud/steps/observe-sign-ins';
import { splitUnits } from '#services/fraud/steps/split-units';
import type { IncomingRecord, Refusal, UnitHandler } from '#shared/pipeline/unit';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { createFraudHash } from '#shared/refs/fraud-hash';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec, registry } = await givenCodec();
const hash = createFraudHash(Buffer.alloc(32, 2));
const DAY_MS = 86_400_000;
const T = Date.UTC(2026, 0, 10);
const VPN = '93.184.216.34';
const EVENT = { eventId: 'e1', customerId: 'customer-7', occurredAt: T };
const UNKNOWN = { deviceId: null, ipAddress: null };

type Accounts = 'AccountSignedIn' | 'AccountRegistered' | 'AccountDeactivated';

function record(value: Buffer, topic: string = topics.accountsEvents.name): IncomingRecord {
  return { topic, partition: 0, offset: '0', timestampMs: 0, key: Buffer.from('key'), value, headers: {} };
}

function event<Name extends Accounts>(name: Name, value: RecordTypes[`fulfilment.accounts.${Name}`]): IncomingRecord {
  return record(Buffer.from(codec.encode(topics.accountsEvents, value, `fulfilment.accounts.${name}`)));
}

async function observe(...records: readonly IncomingRecord[]) {
  const counted: Record<string, number> = {};
  const refused: Refusal[] = [];
  const handler = createObserveSignIns({
    codec,
    policy: createStaticPolicySource(readPolicyFile()),
    clock: { nowMs: () => T },
    topicName: (name) => name,
    sources: { hash, countryOf: () => 'DE', isIn: (name, address) => name === 'vpn' && address === VPN },
    refOf: (...parts) => hash('sign-in', parts.join('/')),
    sealDeadLetters: async (refusals) => {
      refused.push(...refusals);
      return [];
    },
    onObserved: (outcome, count) => void (counted[outcome] = count),
  });
  const { outputs, afterCommit } = await handler({ lane: 0, records, isRevoked: () => false });
  afterCommit?.();
  return { outputs, counted, refused, kept: outputs.map(({ value }) => decodedSignIn(value)) };
}

function decodedSignIn(value: Buffer | null): SignIn {
  const decoded = codec.decode(value ?? Buffer.alloc(0), topics.fraudSignIns);
  if (decoded.kind === 'refused') throw new Error(decoded.code);
  return decoded.value;
}

describe('of a sign-in', () => {
  test('hashes and a country are kept, the same each time, and nothing of what was told', async () => {
    const told = { ...EVENT, deviceId: 'device-9', ipAddress: '91.64.1.2, 10.0.0.1' };
    const { kept, outputs, counted } = await observe(event('AccountSignedIn', told), event('AccountSignedIn', told));
    expect(kept[0]).toEqual(kept[1]);
    expect(kept[0]).toMatchObject({ signal: 'SIGNED_IN', signedInAt: T, country: 'DE', policyVersion: 1 });
    expect(kept[0]?.handles.map(({ kind }) => kind)).toEqual(['device', 'ip', 'subnet', 'account']);
    const bytes = Buffer.concat(
      outputs.flatMap(({ key, value }) => [Buffer.from(String(key)), value ?? Buffer.alloc(0)]),
    );
    for (const clear of ['customer-7', 'device-9', '91.64.1', 'e1'])
      expect(bytes.toString('latin1')).not.toContain(clear);
    expect(counted).toEqual({ 'signed-in': 2 });
  });

  test.each([
    ['behind a VPN', VPN, null],
    ['from a private network', '10.1.2.3', null],
    ['with an address that is none', 'unknown', null],
    ['without an address', null, null],
  ])('%s no country is kept', async (_, ipAddress, country) => {
    const { kept } = await observe(event('AccountSignedIn', { ...EVENT, deviceId: null, ipAddress }));
    expect(kept[0]?.country).toBe(country);
  });

  test('what is none is refused by name and nothing kept of it; what fraud control does not need is passed over', async () => {
    const closed = { ...EVENT, reason: 'PERSON_ASKED' } as const;
    const { kept, refused, counted } = await observe(
      record(Buffer.from('nonsense')),
      event('AccountSignedIn', { ...EVENT, ...UNKNOWN, customerId: ' ' }),
      event('AccountSignedIn', { ...EVENT, ...UNKNOWN, occurredAt: T + 2 * DAY_MS }),
      event('AccountRegistered', EVENT),
      event('AccountDeactivated', closed),
      record(Buffer.from(codec.encode(topics.accountsClosed, { ...closed, eventId: 'e2' })), 'accounts.closed'),
    );
    expect(refused.map(({ code, fieldPaths }) => [code, fieldPaths])).toEqual([
      ['UNDECODABLE_BYTES', []],
      ['FIELD_INVALID', ['customerId']],
      ['FIELD_INVALID', ['occurredAt']],
    ]);
    const ended = { signal: 'DEACTIVATED', handles: [{ kind: 'account' }] };
    expect(kept).toMatchObject([ended, ended]);
    expect(counted).toEqual({ refused: 3, 'passed-over': 1, deactivated: 2 });
  });
});

describe('of a registration', () => {
  test('the number of the account and the moment are read; a password or an address in it is refused by its name', async () => {
    const name = 'fulfilment.accounts.AccountRegistered';
    const ours = codec.schemaOf(name) as unknown as { readonly fields: readonly object[] };
    const further = ['password', 'email'].map((each) => ({ name: each, type: 'string' }));
    const id = registry.put({ ...ours, fields: [...further, ...ours.fields] }, 901);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(id, 1);
    const known = codec.encode(topics.accountsEvents, EVENT, name).subarray(5);
    const text = Buffer.from('\u0002x\u0002y');
    const wider = Buffer.concat([head, text, known]);
    await codec.ensureSchemas([wider]);
    const { kept, outputs, refused, counted } = await observe(record(wider), event('AccountRegistered', EVENT));
    expect(refused).toMatchObject([{ code: 'FIELD_UNKNOWN', fieldPaths: ['password', 'email'] }]);
    expect([kept, outputs, counted]).toEqual([[], [], { refused: 1, 'passed-over': 1 }]);
  });
});

describe('a unit with records of two kinds', () => {
  const told: string[] = [];
  const handler =
    (name: string): UnitHandler =>
    async ({ records }) => ({
      outputs: records.map(({ topic }) => ({ topic: `${name}<${topic}`, partition: 0, key: null, value: null })),
      afterCommit: () => void told.push(name),
    });
  const unitOf = (...names: string[]) => ({
    lane: 0,
    records: names.map((name) => record(Buffer.alloc(1), name)),
    isRevoked: () => false,
  });

  test.each([
    [
      ['a', 'b', 'c'],
      ['own<a', 'own<b', 'rest<c'],
      ['own', 'rest'],
    ],
    [['a'], ['own<a'], ['own']],
    [['c', 'd'], ['rest<c', 'rest<d'], ['rest']],
  ])('%j goes to whom it concerns, and nobody is called for nothing', async (names, outputs, called) => {
    told.length = 0;
    const result = await splitUnits(new Set(['a', 'b']), handler('own'), handler('rest'))(unitOf(...names));
    expect(result.outputs.map(({ topic }) => topic)).toEqual(outputs);
    result.afterCommit?.();
    expect(told).toEqual(called);
  });
});
