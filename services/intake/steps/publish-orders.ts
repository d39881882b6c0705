// Folded orders → records for `orders.facts` and `orders.sealed`, to be written in one transaction.
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { LANES, lane } from '#shared/refs/lane';
import type { SealedRecords } from './sealed-records.js';
import type { PlainBlock } from './checked-event.js';
import type { FoldedOrder } from './fold-orders.js';

export interface PublishDeps {
  readonly sealedRecords: SealedRecords;
  readonly topicName: (name: string) => string;
}

export function publishOrders(deps: PublishDeps, orders: readonly FoldedOrder[], nowMs: number): OutgoingRecord[] {
  const outputs: OutgoingRecord[] = [];
  const factsTopic = deps.topicName(topics.ordersFacts.name);
  const sealedTopic = deps.topicName(topics.ordersSealed.name);
  for (const order of orders) {
    const { orderRef } = order;
    const laneOfOrder = lane(orderRef);
    for (const { block, revision } of blocksToSeal(order)) {
      const { policyVersion } = order.state.facts;
      const record = deps.sealedRecords.write(order, block, { policyVersion, sealedAtMs: nowMs, revision });
      block.plain.fill(0);
      // The category's key was destroyed meanwhile: there is nothing to publish.
      if (record === null) continue;
      const partition = SEALED_CATEGORIES.indexOf(block.category) * LANES + laneOfOrder;
      outputs.push({ topic: sealedTopic, partition, key: record.key, value: record.value });
    }
    outputs.push({ topic: factsTopic, partition: laneOfOrder, key: orderRef, value: order.factsValue });
  }
  return outputs;
}

interface RevisedBlock {
  readonly block: PlainBlock;
  readonly revision: number;
}

/** Of each category the newest one. An address that was corrected since must not come back when its event is delivered again. */
function blocksToSeal({ placements, state }: FoldedOrder): Iterable<RevisedBlock> {
  const [first] = placements;
  // Nearly every order: with one event, nothing is newer than what that one brought.
  if (first !== undefined && state.applied.length === 1) return first.blocks.map((block) => ({ block, revision: 1 }));
  const newest = new Map<PlainBlock['category'], RevisedBlock>();
  for (const { blocks, event } of placements) {
    // Every event that was applied made one revision.
    const revision = state.applied.findIndex(({ position }) => position === event.position) + 1;
    for (const block of blocks) {
      if (block.category === 'shipping' && revision < state.facts.addressRevision) block.plain.fill(0);
      else newest.set(block.category, { block, revision });
    }
  }
  return newest.values();
}
