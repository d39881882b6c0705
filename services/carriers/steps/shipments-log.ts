// The port through which carriers reads back what lies on the topics of carriers: the records as they are, not what was meant to be there.
import type { IncomingRecord } from '#shared/pipeline/unit';

export interface ShipmentsLog {
  /** Every carrier that has a shipments topic, also one that the policy does not list any more. */
  carrierIds(): Promise<readonly string[]>;
  /** All committed facts of a lane's orders up to now, in pieces. */
  facts(lane: number): AsyncIterable<readonly IncomingRecord[]>;
  /** All committed records up to now, in order within each partition, in pieces. */
  records(carrierId: string): AsyncIterable<readonly IncomingRecord[]>;
}
