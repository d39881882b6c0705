// Calls of one turn of the event loop, and calls that come while one is under way, made one. For what would be in its own way: increments of one
// document wait for each other at the server, and each of them that comes too early is tried again there.
import type { RunAll } from './gather.js';

interface Call<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Each call gets the result of its own item. When a command fails all its calls fail; the next ones are tried for themselves. */
export function gatherMeanwhile<Item, Result>(run: RunAll<Item, Result>): (item: Item) => Promise<Result> {
  let waiting: Call<Item, Result>[] = [];
  let isUnderWay = false;

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const calls = waiting;
      waiting = [];
      try {
        const results = await run(calls.map(({ item }) => item));
        calls.forEach(({ resolve }, place) => resolve(results[place] as Result));
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    isUnderWay = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isUnderWay) return;
      isUnderWay = true;
      setImmediate(() => void sendAll());
    });
}
