import { describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { createSmallIntake, decodedIn, eventBytes, factsIn, incoming, lettersIn } from './support/small-intake.js';

const [order, other] = [...generateOrders({ seed: 'one-policy', count: 2 })] as [PlainOrder, PlainOrder];
const own = readPolicyFile();

describe('a unit of intake', () => {
  test('is worked off under one version of the policy, whatever is published meanwhile', async () => {
    let asked = 0;
    // Every question finds a newer version, and from the second one on no carrier is left: orders would be refused.
    const policy = {
      current: (): Policy => ({ ...own, version: ++asked, carriers: asked === 1 ? own.carriers : new Map() }),
      onChange: () => () => undefined,
    };
    const intake = createSmallIntake({ policy });
    const outputs = await intake.work(
      [order, other].map((each, index) => incoming(each.orderId, eventBytes('OrderPlaced', each), index)),
    );
    expect(lettersIn(outputs)).toEqual([]);
    expect(factsIn(outputs).map(({ state, policyVersion }) => ({ state, policyVersion }))).toEqual([
      { state: 'PLACED', policyVersion: 1 },
      { state: 'PLACED', policyVersion: 1 },
    ]);
    const versions = decodedIn(outputs, topics.ordersSealed).map(({ policyVersion }) => policyVersion);
    expect(new Set(versions)).toEqual(new Set([1]));
  });
});
