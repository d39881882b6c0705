// How far the logs are known.
import type { IncomingRecord } from '#shared/pipeline/unit';

/**
 * An assessment that knows more than another one has the higher sum, whoever made it: a successor reads all logs to their ends before it begins.
 */
export class Reach {
  private readonly ends = new Map<string, number>();

  reach(records: readonly IncomingRecord[]): void {
    for (const { topic, offset } of records)
      this.ends.set(topic, Math.max(this.ends.get(topic) ?? 0, Number(offset) + 1));
  }

  revision(): number {
    let sum = 0;
    for (const end of this.ends.values()) sum += end;
    return sum;
  }
}
