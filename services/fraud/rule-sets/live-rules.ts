// The rules in force in one process: those of its file, or a newer version of the same name that was published.
import type { RuleSet } from '../domain/verdict.js';

export interface LiveRules {
  readonly current: () => RuleSet;
  /** @returns whether it is in force now; sets of other names and older versions are not */
  takeOver(published: RuleSet): boolean;
}

/** @param own the set of the file, which may be replaced while the process runs */
export function createLiveRules(own: () => RuleSet): LiveRules {
  const newest = new Map<string, RuleSet>();
  const current = (): RuleSet => {
    const ofFile = own();
    const published = newest.get(ofFile.name);
    // Of two of the same number the published one is what all other processes run.
    return published !== undefined && published.version >= ofFile.version ? published : ofFile;
  };
  return {
    current,
    takeOver: (published) => {
      const known = newest.get(published.name);
      if (known !== undefined && known.version >= published.version) return false;
      newest.set(published.name, published);
      return current() === published;
    },
  };
}
