// Starts several connections; when one is refused the others are closed again, so that nothing is left behind to keep a process alive.

interface Stoppable {
  stop(): Promise<void>;
}

/** All of them, in the order given. @throws what the first one that failed was refused with */
export async function startTogether<const T extends readonly Stoppable[]>(
  starting: { readonly [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const settled = await Promise.allSettled<Stoppable>(starting);
  const refused = settled.find((one) => one.status === 'rejected');
  if (refused === undefined) return Promise.all(starting) as Promise<unknown> as Promise<T>;
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  await Promise.allSettled(started.map((one) => one.stop()));
  throw refused.reason;
}
