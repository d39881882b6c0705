// A policy source over versions handed to it: one for ever, or, through `publish`, each newer one. The source that follows the
// topic policy.versions feeds the same object.
import type { Policy } from './policy.js';
import type { PolicySource } from './ports.js';

export interface StaticPolicySource extends PolicySource {
  /** Takes over a newer version and tells the listeners. An older or equal version is ignored: false. */
  publish(policy: Policy): boolean;
}

export function createStaticPolicySource(first: Policy): StaticPolicySource {
  let current = first;
  const listeners = new Set<(policy: Policy, previous: Policy) => void>();
  return {
    current: () => current,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    publish(policy) {
      if (policy.version <= current.version) return false;
      const previous = current;
      current = policy;
      for (const listener of listeners) listener(policy, previous);
      return true;
    },
  };
}
