// Records of `orders.sealed`, written where they stay: between the records that a unit makes of one category nothing differs but the order's ref, the nonce,
// the ciphertext and the revision. So Avro encodes one of them, the others are copies of it, and the cipher writes into the copy.
// An order has four of these records: encoding each by itself cost as much as enciphering it.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { REF_LENGTH, type OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { putRef } from '#shared/domain/put-ref';
import type { OrderKeys, Vault } from '#shared/vault/vault';
import type { PlainBlock } from './checked-event.js';

export interface SealedRecord {
  readonly key: string;
  /** The caller's to read, never to write. */
  readonly value: Buffer;
}

/** What a record says beside order and block. */
export interface SealedStamp {
  readonly policyVersion: number;
  /** Ms since the epoch. */
  readonly sealedAtMs: number;
  /** Of the facts that brought the block. */
  readonly revision: number;
}

export interface SealedRecords {
  /** @returns null when the order's key of the block's category was destroyed */
  write(
    order: { readonly orderRef: OrderRef; readonly keys: OrderKeys },
    block: PlainBlock,
    stamp: SealedStamp,
  ): SealedRecord | null;
}

/** A record up to its nonce, with the places where an order's ref goes. */
interface Template {
  readonly schemaName: string;
  readonly policyVersion: number;
  readonly sealedAtMs: number;
  readonly bytes: Buffer;
  readonly refAt: number;
  readonly keyIdAt: number;
}

const SLAB_BYTES = 65_536;
/** Length of the ciphertext and revision, at their longest. */
const NUMBERS_BYTES = 10;
const ANY_REF = '~'.repeat(REF_LENGTH);
const NOTHING = Buffer.alloc(0);
/** What Avro writes behind the nonce of a record without ciphertext at revision 0. */
const END = Buffer.from([0, 0]);

export function createSealedRecords({
  codec,
  vault,
}: {
  readonly codec: Pick<AvroCodec, 'encode'>;
  readonly vault: Pick<Vault, 'sealInto' | 'cipher'>;
}): SealedRecords {
  const { algorithm, nonceBytes, tagBytes } = vault.cipher;
  const noNonce = Buffer.alloc(nonceBytes);
  const templates = new Map<PlainBlock['category'], Template>();
  let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  let used = 0;

  function templateOf({ category, schemaName }: PlainBlock, { policyVersion, sealedAtMs }: SealedStamp): Template {
    const known = templates.get(category);
    const isSame =
      known?.schemaName === schemaName && known.policyVersion === policyVersion && known.sealedAtMs === sealedAtMs;
    if (isSame) return known;
    const whole = codec.encode(topics.ordersSealed, {
      orderRef: ANY_REF,
      category,
      schemaName,
      policyVersion,
      sealedAt: sealedAtMs,
      block: { algorithm, keyId: `${ANY_REF}/${category}`, nonce: noNonce, ciphertext: NOTHING },
      revision: 0,
    });
    const bytes = Buffer.from(whole.subarray(0, -END.length));
    const refAt = bytes.indexOf(ANY_REF);
    const keyIdAt = bytes.lastIndexOf(ANY_REF);
    const isAsExpected =
      whole.subarray(-END.length).equals(END) && bytes.subarray(-nonceBytes).equals(noNonce) && refAt < keyIdAt;
    // With another schema the copies would be wrong: nothing is published until this file knows it.
    if (!isAsExpected) throw new FulfilmentError('UNEXPECTED', { place: 'sealed-records', recordBytes: whole.length });
    const template = { schemaName, policyVersion, sealedAtMs, bytes, refAt, keyIdAt };
    templates.set(category, template);
    return template;
  }

  return {
    write: ({ orderRef, keys }, block, stamp) => {
      const { bytes, refAt, keyIdAt } = templateOf(block, stamp);
      const { category, schemaName, plain } = block;
      const ciphertextBytes = plain.length + tagBytes;
      const most = bytes.length + ciphertextBytes + NUMBERS_BYTES;
      if (slab.length - used < most) {
        slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, most));
        used = 0;
      }
      const start = used;
      slab.set(bytes, start);
      // The vault refuses refs of another length.
      putRef(slab, start + refAt, orderRef);
      putRef(slab, start + keyIdAt, orderRef);
      const nonceEnd = start + bytes.length;
      const ciphertextAt = intInto(slab, nonceEnd, ciphertextBytes);
      const place = { bytes: slab, nonceAt: nonceEnd - nonceBytes, ciphertextAt };
      if (!vault.sealInto(keys, orderRef, category, schemaName, plain, place)) return null;
      used = intInto(slab, ciphertextAt + ciphertextBytes, stamp.revision);
      return { key: `${orderRef}/${category}`, value: slab.subarray(start, used) };
    },
  };
}

/** Writes a whole number from 0 to 2^30 as Avro does, and returns where it ends. */
function intInto(target: Buffer, at: number, value: number): number {
  let rest = value << 1;
  let end = at;
  while (rest > 0x7f) {
    target[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[end++] = rest;
  return end;
}
