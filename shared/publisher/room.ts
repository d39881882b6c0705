// Room for so many events under way: whoever comes when it is full waits, in the order of coming.

export interface Room {
  /** Runs `work` once there is room, and gives the room back when it is done. */
  within<T>(size: number, work: () => Promise<T>): Promise<T>;
  /** Resolves when `work` has begun; a failure of it is thrown by the next call. */
  started(size: number, work: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is under way. @throws what `started` work failed with */
  empty(): Promise<void>;
}

interface Waiting {
  readonly size: number;
  readonly enter: () => void;
}

export function createRoom(capacity: number): Room {
  let taken = 0;
  const queue: Waiting[] = [];
  let idle: (() => void)[] = [];
  let failure: { readonly error: unknown } | null = null;

  /** Nobody overtakes; what is larger than the whole room goes in alone. */
  function fits(size: number): boolean {
    return taken === 0 || taken + size <= capacity;
  }

  function enter(size: number): Promise<void> | undefined {
    if (queue.length === 0 && fits(size)) {
      taken += size;
      return undefined;
    }
    return new Promise((resolve) => queue.push({ size, enter: resolve }));
  }

  function leave(size: number): void {
    taken -= size;
    for (let next = queue[0]; next !== undefined && fits(next.size); next = queue[0]) {
      queue.shift();
      taken += next.size;
      next.enter();
    }
    if (taken > 0) return;
    const waiting = idle;
    idle = [];
    for (const resolve of waiting) resolve();
  }

  function rethrow(): void {
    if (failure === null) return;
    const { error } = failure;
    failure = null;
    throw error;
  }

  return {
    within: async (size, work) => {
      await enter(size);
      try {
        return await work();
      } finally {
        leave(size);
      }
    },
    started: async (size, work) => {
      await enter(size);
      if (failure !== null) {
        leave(size);
        rethrow();
      }
      work()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => leave(size));
    },
    empty: async () => {
      if (taken > 0) await new Promise<void>((resolve) => idle.push(resolve));
      rethrow();
    },
  };
}
