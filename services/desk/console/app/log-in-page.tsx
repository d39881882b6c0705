// The door: one button, and why one stands before it.
import { beginLogIn } from '../access/log-in.js';
import { Icon } from '../parts/icon.jsx';

export type Reason = 'arriving' | 'begin' | 'failed' | 'ended' | 'left' | 'unavailable';

const SAYS: Readonly<Record<Reason, string | null>> = {
  arriving: null,
  begin: null,
  failed: 'The log-in did not succeed. Try once more.',
  ended: 'Your session is over. Log in again, and you are back where you were.',
  left: 'You are logged out. Nothing of your session is left on this device.',
  unavailable: 'The identity provider does not answer, so nobody can be let in. Try again soon.',
};

export function LogIn({ reason, onFail }: { readonly reason: Reason; readonly onFail: () => void }) {
  const says = SAYS[reason];
  return (
    <main className="door">
      <div className="door-card">
        <span className="brand-mark">
          <Icon name="shield" />
        </span>
        <h1>Privacy desk</h1>
        <p className="soft">
          People use their rights here, and everybody who looks at personal data says why. Each look is on record.
        </p>
        {says === null ? null : (
          <p className="notice" role="status">
            {says}
          </p>
        )}
        {reason === 'arriving' ? (
          <p className="soft" role="status">
            One moment …
          </p>
        ) : (
          <button
            type="button"
            className="button primary wide"
            onClick={() => void beginLogIn(null, reason === 'left').catch(onFail)}
          >
            Log in
          </button>
        )}
        <a className="quiet-link" href="/policy">
          Read the privacy policy
        </a>
      </div>
    </main>
  );
}
