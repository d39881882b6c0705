// The store of wrapped keys in memory: for tests and dry runs. Passes the same suite as the MongoDB one.
import { randomBytes } from 'node:crypto';
import type { OrderRef } from '#shared/domain/refs';
import type { Created, KeyEntry, KeyStore, StoredKeys } from './key-store.js';

interface Document {
  claim: string;
  wrapped: Buffer | undefined;
  epoch: number | undefined;
  note: Buffer | undefined;
  erasedAtMs: number | undefined;
}

const BATCH = 500;

export function createMemoryKeyStore(): KeyStore {
  const documents = new Map<OrderRef, Document>();
  const storeId = randomBytes(8).toString('hex');
  return {
    createMany: async (entries) => entries.map((entry) => create(documents, entry)),
    findMany: async (orderRefs, { withNote = false } = {}) => {
      const found = new Map<OrderRef, StoredKeys>();
      for (const orderRef of orderRefs) {
        const document = documents.get(orderRef);
        if (document === undefined) continue;
        const { claim, wrapped, note, erasedAtMs } = document;
        found.set(orderRef, { claim, wrapped: copy(wrapped), note: withNote ? copy(note) : undefined, erasedAtMs });
      }
      return found;
    },
    updateNotes: async (notes) => {
      const missed: OrderRef[] = [];
      for (const { orderRef, note, expected } of notes) {
        const document = documents.get(orderRef);
        const isAsExpected = expected === undefined || document?.note?.equals(expected) === true;
        if (document?.wrapped !== undefined && isAsExpected) document.note = copy(note);
        else if (document?.note?.equals(note) !== true) missed.push(orderRef);
      }
      return missed;
    },
    replaceWrapped: async (rewraps) => {
      const changed: OrderRef[] = [];
      for (const { orderRef, old, wrapped, epoch } of rewraps) {
        const document = documents.get(orderRef);
        if (document?.wrapped?.equals(old) === true) Object.assign(document, { wrapped: copy(wrapped), epoch });
        else changed.push(orderRef);
      }
      return changed;
    },
    shredOrders: async (orderRefs, atMs) => {
      for (const orderRef of orderRefs) {
        const { claim = '', erasedAtMs = atMs } = documents.get(orderRef) ?? {};
        documents.set(orderRef, { claim, wrapped: undefined, epoch: undefined, note: undefined, erasedAtMs });
      }
    },
    storeId: async () => storeId,
    count: async () => {
      const byEpoch = new Map<number, number>();
      let shredded = 0;
      for (const { epoch } of documents.values()) {
        if (epoch === undefined) shredded += 1;
        else byEpoch.set(epoch, (byEpoch.get(epoch) ?? 0) + 1);
      }
      return { byEpoch, shredded };
    },
    iterateByEpoch: async function* batches(epoch) {
      const found = [...documents].flatMap(([orderRef, document]) =>
        document.epoch === epoch && document.wrapped !== undefined
          ? [{ orderRef, wrapped: Buffer.from(document.wrapped) }]
          : [],
      );
      for (let at = 0; at < found.length; at += BATCH) yield found.slice(at, at + BATCH);
    },
  };
}

function create(documents: Map<OrderRef, Document>, entry: KeyEntry): Created {
  const { orderRef, claim, wrapped, epoch, note } = entry;
  const there = documents.get(orderRef);
  if (there === undefined) {
    documents.set(orderRef, { claim, wrapped: copy(wrapped), epoch, note: copy(note), erasedAtMs: undefined });
    return { kind: 'created' };
  }
  if (there.wrapped === undefined) return { kind: 'erased' };
  const held = { wrapped: Buffer.from(there.wrapped), note: copy(there.note) };
  return there.claim === claim ? { kind: 'repeat', ...held } : { kind: 'taken', claim: there.claim, ...held };
}

/** Nothing a caller does to its buffers later may change what is stored. */
function copy(bytes: Buffer | undefined): Buffer | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes);
}
