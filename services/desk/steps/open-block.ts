// Opens one sealed block of an order in memory, for the moment in which it is needed.
import type { RecordName, RecordTypes } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Category, KeysFound, Vault } from '#shared/vault/vault';

export interface OpenBlockDeps {
  readonly codec: AvroCodec;
  readonly vault: Pick<Vault, 'keysFor' | 'open'>;
}

export type OpenedBlock<Name extends RecordName> =
  | { readonly kind: 'opened'; readonly value: RecordTypes[Name]; readonly revision: number }
  | { readonly kind: 'erased' };

/**
 * `ensureSchemas` must have seen the block.
 * @param recordName null: whichever the block says it holds
 * @throws KEY_UNREADABLE or INTERNAL_RECORD_UNREADABLE: a person has to look
 */
export function openBlock<Name extends RecordName>(
  { codec, vault }: OpenBlockDeps,
  orderRef: OrderRef,
  found: KeysFound | undefined,
  category: Category,
  recordName: Name | null,
  block: Buffer,
): OpenedBlock<Name> {
  if (found === undefined || found.kind === 'unknown' || found.kind === 'erased') return { kind: 'erased' };
  if (found.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: found.reason });
  const sealed = codec.decode(block, topics.ordersSealed);
  if (sealed.kind === 'refused') throw unreadable();
  const opened = vault.open(found.keys, orderRef, category, sealed.value.schemaName, sealed.value.block);
  if (opened.kind === 'erased') return { kind: 'erased' };
  if (opened.kind === 'corrupt') throw unreadable();
  const plain = codec.decodeBare(recordName ?? (sealed.value.schemaName as Name), opened.plain);
  opened.plain.fill(0);
  if (plain.kind === 'refused') throw unreadable();
  return { kind: 'opened', value: plain.value, revision: sealed.value.revision };
}

function unreadable(): FulfilmentError {
  return new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersSealed.name });
}
