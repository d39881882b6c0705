// The port that remembers up to which version of the policy a lane's live shipments are narrowed.

export interface NarrowingProgress {
  /** Null while nothing was noted for the lane. */
  versionOf(lane: number): Promise<number | null>;
  /** Never goes back. */
  reach(lane: number, version: number): Promise<void>;
}

export function createMemoryNarrowingProgress(): NarrowingProgress {
  const versions = new Map<number, number>();
  return {
    versionOf: async (lane) => versions.get(lane) ?? null,
    reach: async (lane, version) => void versions.set(lane, Math.max(version, versions.get(lane) ?? 0)),
  };
}
