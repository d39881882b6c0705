// Every sign-in observed, by account. Whatever the order of arrival, what it tells of a moment is what lay before it in time.
import type { SignIn } from './sign-in.js';
import { type SignInsBefore, SignInTimeline } from './sign-in-timeline.js';

/** From when on the sign-ins of an account are others than before, by its hash. */
export type ChangedAccounts = ReadonlyMap<string, number>;

export class SignInHistory {
  private readonly signIns = new Map<string, SignIn>();
  private readonly accounts = new Map<string, SignInTimeline>();

  get size(): number {
    return this.signIns.size;
  }

  /** Takes sign-ins in; one that is known already is replaced. */
  put(signIns: readonly SignIn[]): ChangedAccounts {
    const changed = new Map<string, number>();
    for (const signIn of signIns) {
      const before = this.signIns.get(signIn.signInRef);
      if (before !== undefined) this.takeOut(before, changed);
      this.signIns.set(signIn.signInRef, signIn);
      const timeline = this.accounts.get(signIn.account) ?? new SignInTimeline();
      this.accounts.set(signIn.account, timeline);
      timeline.insert(signIn);
      note(changed, signIn);
    }
    return changed;
  }

  /** Takes them out for good; those that are not known are passed over. */
  remove(signInRefs: readonly string[]): ChangedAccounts {
    const changed = new Map<string, number>();
    for (const signInRef of signInRefs) {
      const signIn = this.signIns.get(signInRef);
      if (signIn !== undefined) this.takeOut(signIn, changed);
    }
    return changed;
  }

  /** The day before `atMs`, as seen by this account; null: it did not sign in then. */
  before(account: string | undefined, atMs: number): SignInsBefore | null {
    return account === undefined ? null : (this.accounts.get(account)?.before(atMs) ?? null);
  }

  ofAccount(account: string): readonly SignIn[] {
    return this.accounts.get(account)?.values() ?? [];
  }

  /** Those of before `atMs`. */
  olderThan(atMs: number): readonly string[] {
    return [...this.signIns.values()].flatMap(({ signInRef, signedInAt }) => (signedInAt < atMs ? [signInRef] : []));
  }

  private takeOut(signIn: SignIn, changed: Map<string, number>): void {
    this.signIns.delete(signIn.signInRef);
    const timeline = this.accounts.get(signIn.account);
    timeline?.remove(signIn);
    if (timeline?.size === 0) this.accounts.delete(signIn.account);
    note(changed, signIn);
  }
}

function note(changed: Map<string, number>, { account, signedInAt }: SignIn): void {
  changed.set(account, Math.min(changed.get(account) ?? signedInAt, signedInAt));
}
