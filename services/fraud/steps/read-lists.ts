// Entries of `fraud.lists` as the domain knows them.
import type { ListEntry as ListEntryRecord } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { EntityLists, ListEntry, ListName } from '../domain/entity-lists.js';
import type { HandleKind } from '../domain/observed-order.js';

export function listEntry(record: ListEntryRecord): ListEntry {
  const { entryId, list, kind, hash, rule, from, until, writtenAt } = record;
  return { entryId, list: list as ListName, kind: kind as HandleKind, hash, rule, from, until, writtenAt };
}

/**
 * Takes entries and tombstones in, in their order.
 * @param doubtBelow an entry before this offset may have taken the place of one that its log does not hold any more: then it counts as if that one had
 *   been about every order there is
 * @returns the entries by which orders may be judged otherwise now: those that came, and those whose place they took
 * @throws INTERNAL_RECORD_UNREADABLE (crash): fraud control is the only writer of lists
 */
export function takeEntries(
  codec: Pick<AvroCodec, 'decode'>,
  lists: EntityLists,
  records: readonly IncomingRecord[],
  doubtBelow: number,
): readonly ListEntry[] {
  return records.flatMap(({ key, value, offset }) => {
    const entryId = key?.toString('utf8') ?? '';
    if (value === null) return lists.remove(entryId);
    const decoded = codec.decode(value, topics.fraudLists);
    if (decoded.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudLists.name });
    const entry = listEntry(decoded.value);
    const isDoubtful = Number(offset) < doubtBelow && lists.get(entryId) === undefined;
    const changed = lists.put(entry);
    return isDoubtful ? [{ ...entry, ...ALL_TIME }] : changed;
  });
}

const ALL_TIME = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
