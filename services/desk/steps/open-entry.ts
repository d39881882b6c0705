// Opens what lies in an after-sales case, in memory, for the moment in which it is shown.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KeysFound } from '#shared/vault/vault';
import type { SealedEntry } from '../store/after-sales-store.js';
import type { OpenBlockDeps } from './open-block.js';

const CATEGORY = 'after-sales';

/** null: it is erased. */
export function openEntry<Name extends 'fulfilment.desk.CaseMessage' | 'fulfilment.desk.CasePhoto'>(
  { codec, vault }: OpenBlockDeps,
  found: KeysFound | undefined,
  { orderRef, block }: SealedEntry,
  schema: Name,
) {
  if (found === undefined || found.kind === 'erased' || found.kind === 'unknown') return null;
  if (found.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: found.reason });
  const opened = vault.open(found.keys, orderRef as OrderRef, CATEGORY, schema, block);
  if (opened.kind === 'erased') return null;
  const plain = opened.kind === 'opened' ? codec.decodeBare(schema, opened.plain) : null;
  if (plain === null || plain.kind === 'refused') throw new FulfilmentError('KEY_UNREADABLE', { reason: 'corrupt' });
  return plain.value;
}
