// Small calls of one turn of the event loop, made one: the lanes of an instance get their records with the same fetch and come to the database
// together, and what a command costs the server and the driver it costs once, however many documents it holds.

/** Does for all items what a call does for its own; answers in their order. */
export type RunAll<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

interface Call<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Calls that come in the same turn go out as one, as long as they hold `most` items together. When such a one fails each of its calls is made
 * again alone: no call fails for the items of another.
 * @param most items of calls that are gathered; a call with more goes out by itself
 */
export function createGather<Item, Result>(run: RunAll<Item, Result>, most: number): RunAll<Item, Result> {
  let waiting: Call<Item, Result>[] = [];
  let count = 0;

  function sendAll(): void {
    const calls = waiting;
    waiting = [];
    count = 0;
    void (calls.length === 1 ? alone(calls[0] as Call<Item, Result>) : together(calls));
  }

  async function together(calls: readonly Call<Item, Result>[]): Promise<void> {
    try {
      const results = await run(calls.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of calls) resolve(results.slice(from, (from += items.length)));
    } catch {
      await Promise.all(calls.map(alone));
    }
  }

  async function alone({ items, resolve, reject }: Call<Item, Result>): Promise<void> {
    try {
      resolve(await run(items));
    } catch (error) {
      reject(error);
    }
  }

  return (items) => {
    if (items.length === 0) return Promise.resolve([]);
    if (items.length > most) return run(items);
    if (count + items.length > most) sendAll();
    return new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      count += items.length;
      if (waiting.length === 1) setImmediate(sendAllUnlessSent(waiting));
    });
  };

  function sendAllUnlessSent(calls: readonly Call<Item, Result>[]): () => void {
    return () => {
      if (waiting === calls) sendAll();
    };
  }
}

const gathers = new WeakMap<object, Map<string, unknown>>();

/** The gather of this name in `place` (a database, say), made at its first use: who uses the same name there goes out together. */
export function gatheredIn<Item, Result>(
  place: object,
  name: string,
  most: number,
  run: RunAll<Item, Result>,
): RunAll<Item, Result> {
  const there = gathers.get(place) ?? new Map<string, unknown>();
  gathers.set(place, there);
  const gather = (there.get(name) as RunAll<Item, Result> | undefined) ?? createGather(run, most);
  there.set(name, gather);
  return gather;
}
