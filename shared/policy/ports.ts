// Where a service gets the policy from. Whoever decides asks for the current one per unit of work, never keeps it for longer.
import type { Policy } from './policy.js';

export interface PolicySource {
  /** The newest valid version. Throws POLICY_INVALID or waits at start rather than give none: without a policy nothing is released. */
  current(): Policy;
  /**
   * Calls back with the new and the previous version after each change, in the order of the versions; `current()` already gives
   * the new one. Returns a function that ends it.
   */
  onChange(listener: (policy: Policy, previous: Policy) => void): () => void;
}
