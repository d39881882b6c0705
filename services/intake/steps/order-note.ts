// What intake keeps of an order between units: the facts as published and the events that made them, as one note in the vault.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { OrderState } from '../domain/order-state.js';

const NOTE = 'fulfilment.intake.OrderNote';

export interface PackedNote {
  readonly note: Buffer;
  /** The value for `orders.facts`: encoded once, kept and published as the same bytes. */
  readonly factsValue: Buffer;
}

export function packNote(
  codec: Pick<AvroCodec, 'encode' | 'encodeBare'>,
  { facts, applied, refused }: OrderState,
): PackedNote {
  const factsValue = codec.encode(topics.ordersFacts, facts);
  return { note: codec.encodeBare(NOTE, { facts: factsValue, applied, refused }), factsValue };
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): only intake writes notes */
export async function unpackNotes(
  codec: Pick<AvroCodec, 'decode' | 'decodeBare' | 'ensureSchemas'>,
  notes: readonly (Buffer | undefined)[],
): Promise<readonly OrderState[]> {
  const opened = notes.map((note) => {
    const decoded = note === undefined ? null : codec.decodeBare(NOTE, note);
    if (decoded === null || decoded.kind === 'refused') throw unreadable();
    return decoded.value;
  });
  await codec.ensureSchemas(opened.map(({ facts }) => facts));
  return opened.map(({ facts, applied, refused }) => {
    const decoded = codec.decode(facts, topics.ordersFacts);
    if (decoded.kind === 'refused') throw unreadable();
    return { facts: decoded.value, applied, refused };
  });
}

function unreadable(): FulfilmentError {
  return new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { what: 'order note' });
}
