// The port through which the ledger is read back. Only committed records count.
import type { IncomingRecord } from '#shared/pipeline/unit';

export interface LedgerSource {
  /** The last record of the ledger; null while it has none. */
  last(): Promise<IncomingRecord | null>;
  /** All records from the first one, or from the offset given, to what was the end when the reading began, in batches. */
  all(fromOffset?: number): AsyncIterable<readonly IncomingRecord[]>;
}
