// Reads a log from its first record to what was its end when the reading began. What is written later is for whoever follows on.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { PartitionLog } from './partition-log.js';

const WAIT_MS = 500;
/** An open transaction below the end is decided within its time-out of 10 s. */
const EMPTY_READS = 40;

/**
 * @param where the log, for the error: the topic by its name in the catalogue
 * @param onRecords told the records in their order, piece by piece
 * @returns where to read on
 * @throws KAFKA_UNAVAILABLE when the end stays undecided, and whatever `onRecords` throws
 */
export async function readToEnd(
  log: Pick<PartitionLog, 'start' | 'end' | 'read'>,
  where: { readonly topic: string; readonly partition?: number },
  onRecords: (records: readonly IncomingRecord[]) => Promise<void>,
): Promise<number> {
  const end = await log.end();
  let offset = await log.start();
  for (let empty = 0; offset < end; ) {
    const { records, nextOffset } = await log.read(offset, WAIT_MS);
    if (nextOffset === offset && ++empty > EMPTY_READS)
      throw new FulfilmentError('KAFKA_UNAVAILABLE', { ...where, undecidedFrom: offset });
    offset = nextOffset;
    await onRecords(records);
  }
  return offset;
}
