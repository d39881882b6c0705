// The envelope of sealed personal data, and what is bound into it.
// Associated data is (version, orderRef, category, schema), each with its length: a block that is moved to another order,
// another category or another record type does not open.
import { REF_LENGTH, type OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { putRef } from '#shared/domain/put-ref';
import { ALGORITHM, KEY_BYTES, NONCE_BYTES, nextNonce, nextNonceInto, open, sealInto, TAG_BYTES } from './aead.js';
import { CATEGORIES, type Category, copyKey, type OrderKeys } from './order-keys.js';

/** Avro record `fulfilment.crypto.SealedBlock`. `keyId` is `orderRef/category`, which is also the key of its Kafka record. */
export interface SealedBlock {
  readonly algorithm: string;
  readonly keyId: string;
  readonly nonce: Buffer;
  /** Encrypted bytes followed by the 16-byte tag. */
  readonly ciphertext: Buffer;
}

/** Where a block is written by whom lays the record around it out himself: NONCE_BYTES at `nonceAt`, the bytes of the plain record and TAG_BYTES at `ciphertextAt`. */
export interface BlockPlace {
  readonly bytes: Buffer;
  readonly nonceAt: number;
  readonly ciphertextAt: number;
}

/** `erased`: the key of this category is gone. `corrupt`: tampered with, or of another order, category, schema or cipher. */
export type Opened =
  | { readonly kind: 'opened'; readonly plain: Buffer }
  | { readonly kind: 'erased' }
  | { readonly kind: 'corrupt' };

const ERASED: Opened = Object.freeze({ kind: 'erased' });
const CORRUPT: Opened = Object.freeze({ kind: 'corrupt' });

const AAD_VERSION = 1;
const REF_AT = 2;
const MOST_TEMPLATES = 256;

/** Cipher calls are synchronous, so one place for the key in use is enough. */
const key = Buffer.allocUnsafeSlow(KEY_BYTES);
const nonceInUse = Buffer.allocUnsafeSlow(NONCE_BYTES);
const templates = new Map<Category, Map<string, Buffer>>(CATEGORIES.map((category) => [category, new Map()]));

/**
 * Seals `plain` under the order's key of `category`.
 * @param schemaName full name of the plain record, e.g. `fulfilment.orders.Shipping`
 * @returns null when the order's key of this category was shredded
 */
export function sealBlock(
  keys: OrderKeys,
  orderRef: OrderRef,
  category: Category,
  schemaName: string,
  plain: Buffer,
): SealedBlock | null {
  if (!copyKey(keys, category, key)) return null;
  const nonce = nextNonce();
  const ciphertext = Buffer.allocUnsafe(plain.length + TAG_BYTES);
  sealInto(ciphertext, plain, associatedData(orderRef, category, schemaName), nonce, key);
  return { algorithm: ALGORITHM, keyId: `${orderRef}/${category}`, nonce, ciphertext };
}

/**
 * Like `sealBlock`, into memory of the caller.
 * @returns false when the order's key of this category was shredded: then nothing was written
 */
export function sealBlockInto(
  keys: OrderKeys,
  orderRef: OrderRef,
  category: Category,
  schemaName: string,
  plain: Buffer,
  { bytes, nonceAt, ciphertextAt }: BlockPlace,
): boolean {
  if (!copyKey(keys, category, key)) return false;
  nextNonceInto(nonceInUse);
  bytes.set(nonceInUse, nonceAt);
  const target = bytes.subarray(ciphertextAt, ciphertextAt + plain.length + TAG_BYTES);
  sealInto(target, plain, associatedData(orderRef, category, schemaName), nonceInUse, key);
  return true;
}

/** Opens a block for exactly this order, category and schema. Never throws for what is in the block. */
export function openBlock(
  keys: OrderKeys,
  orderRef: OrderRef,
  category: Category,
  schemaName: string,
  block: SealedBlock,
): Opened {
  if (block.algorithm !== ALGORITHM || block.keyId !== `${orderRef}/${category}`) return CORRUPT;
  if (!copyKey(keys, category, key)) return ERASED;
  const plain = open(block.ciphertext, associatedData(orderRef, category, schemaName), block.nonce, key);
  return plain === null ? CORRUPT : { kind: 'opened', plain };
}

/** One buffer per category and schema, made once; only the ref in it changes from call to call. */
function associatedData(orderRef: OrderRef, category: Category, schemaName: string): Buffer {
  if (orderRef.length !== REF_LENGTH) throw new FulfilmentError('UNEXPECTED', { refLength: orderRef.length });
  const bySchema = templates.get(category) as Map<string, Buffer>;
  let aad = bySchema.get(schemaName);
  if (aad === undefined) {
    // Schema names are constants of the code; the bound only keeps a mistake from growing without end.
    if (bySchema.size >= MOST_TEMPLATES) bySchema.clear();
    aad = template(category, schemaName);
    bySchema.set(schemaName, aad);
  }
  putRef(aad, REF_AT, orderRef);
  return aad;
}

function template(category: Category, schemaName: string): Buffer {
  const schema = Buffer.from(schemaName, 'utf8');
  const schemaLength = Buffer.alloc(2);
  schemaLength.writeUInt16BE(schema.length);
  return Buffer.concat([
    Buffer.from([AAD_VERSION, REF_LENGTH]),
    Buffer.alloc(REF_LENGTH),
    Buffer.from([category.length]),
    Buffer.from(category, 'latin1'),
    schemaLength,
    schema,
  ]);
}
