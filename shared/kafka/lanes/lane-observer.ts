// What a lane tells to whoever counts. All calls are cheap and none may throw.

export interface LaneObserver {
  /** A unit was committed. */
  unit(lane: number, records: number, outputs: number, durationMs: number): void;
  transaction(outcome: 'committed' | 'failed', durationMs: number): void;
  /** A unit is tried again, with the code of what failed. */
  retry(code: string): void;
  /** Another instance took the lane over. */
  fenced(lane: number): void;
  /** Records behind the committed position; markers count. */
  lag(topic: string, partition: number, records: number): void;
  /** The partition is no longer ours: forget its lag. */
  released(topic: string, partition: number): void;
}

export const SILENT_OBSERVER: LaneObserver = {
  unit: () => undefined,
  transaction: () => undefined,
  retry: () => undefined,
  fenced: () => undefined,
  lag: () => undefined,
  released: () => undefined,
};
