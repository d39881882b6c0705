// A carrier in sealed mode before its records: what it opens, and what it passes over.
import { describe, expect, test } from '@jest/globals';
import { shipmentBinding, shipmentsInfo } from '#shared/hpke/associated-data';
import { openSealingSession } from '#shared/hpke/sealing-session';
import { newKeyPair } from '#shared/hpke/suite';
import { createOpenSealed } from '#shared/sample/carrier/open-sealed';

const { privateKey, publicKey } = newKeyPair();
const plain = Buffer.from('the record in the wire format');
const session = await openSealingSession({ keyId: 'k1', publicKey }, shipmentsInfo('parcelway'));
const value = { shipmentRef: 'ref', policyVersion: 1, block: session.seal(plain, shipmentBinding('ref')) };
const openSealed = createOpenSealed('parcelway', (keyId) => (keyId === 'k1' ? privateKey : undefined));

describe('a carrier with its private key', () => {
  test('opens what was sealed to it, at its place', async () => {
    expect(await openSealed('ref', value)).toEqual(plain);
  });

  test('knows a record that came in plain', async () => {
    expect(await openSealed('ref', { shipmentRef: 'ref', recipientName: 'Ann' })).toBe('plain');
  });

  test('passes over what belongs elsewhere or was sealed to a key that it has no more', async () => {
    expect(await openSealed('another', value)).toBe('lost');
    expect(await openSealed('ref', { ...value, block: { ...value.block, keyId: 'k0' } })).toBe('lost');
    expect(await createOpenSealed('swiftpost', () => privateKey)('ref', value)).toBe('lost');
  });
});
