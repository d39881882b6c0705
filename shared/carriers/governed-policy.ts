// The policy in force with the register of carriers applied: the one source that services ask. What takes away counts at once; what gives
// counts when the process is ready for it.
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import { applyRegister } from './apply-register.js';
import { type CarrierEntry, type CarrierRegister, withEntry } from './carrier-entry.js';

export interface GovernedPolicy extends PolicySource {
  /** As it is now. */
  register(): CarrierRegister;
  /** Takes entries over, in any order; older ones than are known change nothing. Safe to repeat after it failed. */
  takeOver(entries: readonly CarrierEntry[]): Promise<void>;
}

export interface GovernedPolicyDeps {
  /** The policy without the register; whatever it throws passes through. */
  readonly listed: PolicySource;
  readonly register: CarrierRegister;
  /** Makes the process able to serve whoever is served under `next` and was not before: topics, access, schemas. */
  readonly getReady: (next: Policy, before: Policy) => Promise<void>;
}

export function createGovernedPolicy({ listed, register: first, getReady }: GovernedPolicyDeps): GovernedPolicy {
  const listeners = new Set<(policy: Policy, previous: Policy) => void>();
  let register = first;
  let base = listed.current();
  let applied = applyRegister(base, register);

  function switchTo(policy: Policy, entries: CarrierRegister): Policy {
    if (policy === base && entries === register) return applied;
    const previous = applied;
    base = policy;
    register = entries;
    applied = applyRegister(policy, entries);
    for (const listener of listeners) listener(applied, previous);
    return applied;
  }

  listed.onChange((policy) => void switchTo(policy, register));

  return {
    register: () => register,
    current: () => switchTo(listed.current(), register),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    takeOver: async (entries) => {
      const [giving, taking] = [entries.filter(gives), entries.filter((entry) => !gives(entry))];
      switchTo(base, taking.reduce(withEntry, register));
      const all = giving.reduce(withEntry, register);
      if (all === register) return;
      await getReady(applyRegister(listed.current(), all), applied);
      switchTo(listed.current(), giving.reduce(withEntry, register));
    },
  };
}

function gives({ state }: CarrierEntry): boolean {
  return state === 'ACTIVE';
}
