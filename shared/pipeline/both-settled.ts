// Two things of one unit at once.

/** Waits for both even when one fails: nothing of a unit may still be under way when it is tried again. @throws what the first of them failed by */
export async function bothSettled<A, B>(one: Promise<A>, other: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
