// Spares each request the question whether its person has signed, for a moment: an end of access counts at once where it is recorded, and at other
// instances of the desk when that moment is over.
import type { Clock } from '#shared/domain/clock';
import type { Agreement } from '../domain/agreements/agreement.js';
import type { AgreementStore } from '../store/agreement-store.js';
import { createShortMemory } from './short-memory.js';

const BOUNDS = { keepMs: 2_000, most: 1_000 } as const;

export function rememberAgreements(store: AgreementStore, clock: Clock): AgreementStore {
  const known = createShortMemory<Agreement>(clock, BOUNDS);
  let changes = 0;
  return {
    ...store,
    put: async (agreement) => {
      await store.put(agreement);
      changes++;
      known.forget(agreement.subject);
    },
    find: async (subject) => {
      const remembered = known.recall(subject);
      if (remembered !== null) return remembered;
      const before = changes;
      const found = await store.find(subject);
      // What was read while something was recorded may be what it was before.
      if (found !== null && before === changes) known.keep(subject, found);
      return found;
    },
  };
}
