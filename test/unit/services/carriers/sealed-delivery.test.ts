// A carrier in sealed mode: its topic holds nothing that others could read, and it gets what a carrier in plain mode would.
import { describe, expect, test } from '@jest/globals';
import { carrierTopics } from '#schemas/generated/topics';
import { shipmentBinding, shipmentsInfo } from '#shared/hpke/associated-data';
import { createSessionOpener } from '#shared/hpke/session-opener';
import { newKeyPair } from '#shared/hpke/suite';
import type { CarrierRule, Policy } from '#shared/policy/policy';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { codec, createSmallCarriers, decodedIn, NOW_MS, ORDERS, POLICY, progressIn } from './support/small-carriers.js';

const pair = newKeyPair();
const [order] = ORDERS as [PlainOrder];
const { shipments, sealedShipments } = carrierTopics('swiftpost');

function policyWith(changes: Partial<CarrierRule>): Policy {
  const carrier = { ...(POLICY.carriers.get('swiftpost') as CarrierRule), ...changes };
  return { ...POLICY, carriers: new Map([...POLICY.carriers, ['swiftpost', carrier]]) };
}

async function release(policy: Policy) {
  const carriers = await createSmallCarriers({ current: () => policy });
  await carriers.admit(order);
  await carriers.appendBlock(order);
  carriers.appendFacts(order, { paidAt: NOW_MS });
  const outputs = await carriers.work();
  return { outputs, onTopic: outputs.filter(({ topic }) => topic === shipments.name) };
}

describe('a carrier in sealed mode', () => {
  const sealed = policyWith({ deliveryMode: 'sealed', sealingKey: { keyId: 'k1', publicKey: pair.publicKey } });

  test('gets the record of plain mode, byte for byte, once it has opened it', async () => {
    const [{ onTopic }, plain] = [await release(sealed), await release(POLICY)];
    const [record] = decodedIn(onTopic, sealedShipments);
    if (record === undefined) throw new Error('nothing was released');
    const opener = createSessionOpener({ info: shipmentsInfo('swiftpost'), privateKeyOf: () => pair.privateKey });
    await opener.prepare([record.block]);
    const opened = opener.open(record.block, shipmentBinding(String(onTopic[0]?.key)));
    expect(opened).toEqual({ kind: 'opened', plain: plain.onTopic[0]?.value });
    expect(record).toMatchObject({ shipmentRef: onTopic[0]?.key, policyVersion: sealed.version });
    expect(record.block.keyId).toBe('k1');
    const [inside] = decodedIn(plain.onTopic, shipments);
    expect(inside?.['recipientName']).toBe(blocksOf(order).shipping.recipientName);
  });

  test('has no word of the address on its topic', async () => {
    const { onTopic } = await release(sealed);
    const { recipientName, city, addressLines } = blocksOf(order).shipping;
    expect(onTopic).toHaveLength(1);
    for (const word of [recipientName, city, ...addressLines]) {
      expect(onTopic[0]?.value?.includes(word)).toBe(false);
    }
  });

  test('without a key is given nothing: the order is held by name', async () => {
    const { outputs, onTopic } = await release(policyWith({ deliveryMode: 'sealed', sealingKey: null }));
    expect(onTopic).toEqual([]);
    expect(progressIn(outputs)).toMatchObject([{ state: 'HELD', reasonCode: 'SEALING_KEY_MISSING' }]);
  });

  test('with a key that nothing can be sealed to is given nothing either', async () => {
    const useless = { keyId: 'k0', publicKey: Buffer.alloc(32) };
    const { outputs, onTopic } = await release(policyWith({ deliveryMode: 'sealed', sealingKey: useless }));
    expect(onTopic).toEqual([]);
    expect(progressIn(outputs)).toMatchObject([{ state: 'HELD', reasonCode: 'SEALING_KEY_MISSING' }]);
  });

  test('has a schema of its own for what travels, beside the one of what is inside', () => {
    expect(codec.schemaOf('fulfilment.carriers.SealedShipment')).toMatchObject({ name: 'SealedShipment' });
    expect(sealedShipments.subjectStrategy).toBe('topic-record');
    expect(shipments.subjectStrategy).toBe('topic');
  });
});
