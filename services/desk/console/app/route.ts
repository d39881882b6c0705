// Where in the console one is: the part of the address behind `#`, which no server ever sees.
import { useSyncExternalStore } from 'react';

/** `#/queue/abc` → `['queue', 'abc']` */
export function useRoute(): readonly string[] {
  const hash = useSyncExternalStore(listen, () => location.hash);
  return hash.split('/').slice(1).filter(Boolean).map(decodeURIComponent);
}

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
