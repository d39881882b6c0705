import { describe, expect, test } from '@jest/globals';
import type { SealedBlock } from '#schemas/generated/records';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { shipmentBinding, shipmentsInfo } from '#shared/hpke/associated-data';
import { createSessionOpener } from '#shared/hpke/session-opener';
import { HPKE_KEY_BYTES, newKeyPair } from '#shared/hpke/suite';
import type { CarrierRule, Policy, SealingKeyRule } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';

const pair = newKeyPair();
const KEY: SealingKeyRule = { keyId: 'first', publicKey: pair.publicKey };

function policyWith(sealingKey: SealingKeyRule | null, deliveryMode: CarrierRule['deliveryMode'] = 'sealed'): Policy {
  const policy = readPolicyFile();
  const carrier = policy.carriers.get('swiftpost') as CarrierRule;
  return { ...policy, carriers: new Map([['swiftpost', { ...carrier, deliveryMode, sealingKey }]]) };
}

const sessionOf = ({ nonce }: SealedBlock): string => nonce.toString('hex', 0, HPKE_KEY_BYTES);

describe('the sealer of shipments', () => {
  test('seals what only the carrier opens, under the name of its key, bound to the parcel', async () => {
    const sealer = createShipmentSealer({ clock: { nowMs: () => 0 } });
    const policy = policyWith(KEY);
    expect(await sealer.prepare(policy)).toBe(policy);
    const block = sealer.seal('swiftpost', 'ref-1', Buffer.from('plain'));
    const opener = createSessionOpener({ info: shipmentsInfo('swiftpost'), privateKeyOf: () => pair.privateKey });
    await opener.prepare([block]);
    expect(block.keyId).toBe('first');
    expect(opener.open(block, shipmentBinding('ref-1'))).toEqual({ kind: 'opened', plain: Buffer.from('plain') });
    expect(opener.open(block, shipmentBinding('ref-2'))).toEqual({ kind: 'corrupt' });
  });

  test('asks nothing of carriers in plain mode', async () => {
    const sealer = createShipmentSealer({ clock: { nowMs: () => 0 } });
    const policy = policyWith({ keyId: 'zero', publicKey: Buffer.alloc(32) }, 'plain');
    expect(await sealer.prepare(policy)).toBe(policy);
  });

  test.each([
    ['one that nothing can be sealed to', { keyId: 'zero', publicKey: Buffer.alloc(32) }],
    ['one of a wrong length', { keyId: 'short', publicKey: Buffer.alloc(5, 1) }],
  ])('takes a key for none that is %s', async (_, key) => {
    const sealer = createShipmentSealer({ clock: { nowMs: () => 0 } });
    const policy = policyWith(key);
    expect((await sealer.prepare(policy)).carriers.get('swiftpost')?.sealingKey).toBeNull();
    expect(policy.carriers.get('swiftpost')?.sealingKey).toBe(key);
  });

  test('keeps a session for so many records and so long, and no longer', async () => {
    let nowMs = 0;
    const sealer = createShipmentSealer({ clock: { nowMs: () => nowMs }, recordsPerSession: 2, sessionMs: 100 });
    const next = async (): Promise<string> => {
      await sealer.prepare(policyWith(KEY));
      return sessionOf(sealer.seal('swiftpost', 'ref', Buffer.alloc(1)));
    };
    const [one, two, three] = [await next(), await next(), await next()];
    expect(two).toBe(one);
    expect(three).not.toBe(one);
    nowMs = 100;
    expect(await next()).not.toBe(three);
  });

  test('goes over to a new key at once', async () => {
    const sealer = createShipmentSealer({ clock: { nowMs: () => 0 } });
    await sealer.prepare(policyWith(KEY));
    await sealer.prepare(policyWith({ keyId: 'second', publicKey: newKeyPair().publicKey }));
    expect(sealer.seal('swiftpost', 'ref', Buffer.alloc(1)).keyId).toBe('second');
  });

  test('seals nothing for a carrier it was not prepared for', () => {
    const sealer = createShipmentSealer({ clock: { nowMs: () => 0 } });
    expect(() => sealer.seal('swiftpost', 'ref', Buffer.alloc(1))).toThrow(
      expect.objectContaining({ code: 'UNEXPECTED' }),
    );
  });
});
