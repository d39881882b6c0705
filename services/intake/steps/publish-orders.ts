// Folded orders → records for `orders.facts` and `orders.sealed`, to be written in one transaction.
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { LANES, lane } from '#shared/refs/lane';
import type { Vault } from '#shared/vault/vault';
import type { PlainBlock } from './checked-event.js';
import type { FoldedOrder } from './fold-orders.js';

export interface PublishDeps {
  readonly codec: Pick<AvroCodec, 'encode'>;
  readonly vault: Pick<Vault, 'seal'>;
  readonly topicName: (name: string) => string;
}

export function publishOrders(deps: PublishDeps, orders: readonly FoldedOrder[], nowMs: number): OutgoingRecord[] {
  const outputs: OutgoingRecord[] = [];
  const factsTopic = deps.topicName(topics.ordersFacts.name);
  const sealedTopic = deps.topicName(topics.ordersSealed.name);
  for (const order of orders) {
    const { orderRef } = order;
    const laneOfOrder = lane(orderRef);
    const blocks = order.placements.at(-1)?.blocks ?? [];
    for (const block of blocks) {
      const record = sealed(deps, order, block, nowMs);
      if (record === null) continue;
      const partition = SEALED_CATEGORIES.indexOf(block.category) * LANES + laneOfOrder;
      outputs.push({ topic: sealedTopic, partition, key: `${orderRef}/${block.category}`, value: record });
    }
    outputs.push({ topic: factsTopic, partition: laneOfOrder, key: orderRef, value: order.factsValue });
  }
  return outputs;
}

/** Null when the category's key was destroyed meanwhile: then there is nothing to publish. */
function sealed(deps: PublishDeps, order: FoldedOrder, block: PlainBlock, nowMs: number): Buffer | null {
  const { orderRef, keys, state } = order;
  const sealedBlock = deps.vault.seal(keys, orderRef, block.category, block.schemaName, block.plain);
  block.plain.fill(0);
  if (sealedBlock === null) return null;
  return deps.codec.encode(topics.ordersSealed, {
    orderRef,
    category: block.category,
    schemaName: block.schemaName,
    policyVersion: state.facts.policyVersion,
    sealedAt: nowMs,
    block: sealedBlock,
  });
}
