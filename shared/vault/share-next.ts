// Many askers, one question: an answer may only serve those who asked before its question was sent.

/** At most one call under way and one waiting; whoever asks meanwhile shares the waiting one, never an answer that is older than the asking. */
export function shareNext<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<unknown> = Promise.resolve();
  let waiting: Promise<T> | null = null;
  return () => {
    waiting ??= underWay.then(() => {
      const sent = ask();
      waiting = null;
      underWay = sent.catch(() => undefined);
      return sent;
    });
    return waiting;
  };
}
