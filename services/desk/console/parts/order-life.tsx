// The life of an order, told from the first day to the last: what happened, when, how long after the thing before, and what is still to come.
import { Badge, type Tone } from './badge.jsx';
import { Icon } from './icon.jsx';
import { moment, plain, span } from './words.js';

export interface LifeEvent {
  readonly kind: string;
  readonly at: string | null;
  readonly isExpected: boolean;
  readonly policyVersion: number | null;
  readonly details: readonly { readonly name: string; readonly says: string }[];
}

export interface Life {
  readonly reader: string;
  readonly events: readonly LifeEvent[];
  readonly viewId: string;
}

interface Look {
  readonly says: string;
  readonly icon: string;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<string, Look>> = {
  PLACED: { says: 'Placed', icon: 'person', tone: 'plain' },
  REFUSED: { says: 'Refused at the door', icon: 'cross', tone: 'bad' },
  ACCEPTED: { says: 'Accepted, and sealed under keys of its own', icon: 'shield', tone: 'good' },
  PAID: { says: 'Paid', icon: 'check', tone: 'good' },
  CANCELLED: { says: 'Cancelled', icon: 'cross', tone: 'warn' },
  ASSESSED: { says: 'Assessed by fraud control', icon: 'scale', tone: 'info' },
  DECIDED: { says: 'Decided by an analyst', icon: 'flag', tone: 'info' },
  HELD: { says: 'Held', icon: 'clock', tone: 'warn' },
  RELEASED: { says: 'Released', icon: 'check', tone: 'good' },
  HANDED_OVER: { says: 'Handed over', icon: 'truck', tone: 'good' },
  PARCEL_HELD: { says: 'Held before the carrier', icon: 'clock', tone: 'warn' },
  PARCEL_RELEASED: { says: 'Told to the carrier, with the fields of its list alone', icon: 'truck', tone: 'info' },
  PARCEL_ACCEPTED: { says: 'Taken by the carrier', icon: 'truck', tone: 'info' },
  PARCEL_IN_TRANSIT: { says: 'On its way', icon: 'truck', tone: 'info' },
  PARCEL_OUT_FOR_DELIVERY: { says: 'Out for delivery', icon: 'truck', tone: 'info' },
  PARCEL_DELIVERED: { says: 'Parcel delivered', icon: 'check', tone: 'good' },
  PARCEL_RETURNED: { says: 'Parcel came back', icon: 'back', tone: 'warn' },
  PARCEL_LOST: { says: 'Parcel lost', icon: 'cross', tone: 'bad' },
  DELIVERED: { says: 'Delivered', icon: 'check', tone: 'good' },
  CASE_OPEN: { says: 'An after-sales case is open: no clock runs', icon: 'person', tone: 'warn' },
  CASE_CLOSED: { says: 'After-sales case closed', icon: 'check', tone: 'plain' },
  FINISHED: { says: 'Finished: the clocks of erasure run', icon: 'clock', tone: 'good' },
  ERASURE_DUE: { says: 'To be erased', icon: 'flame', tone: 'info' },
  ERASURE_BEGUN: { says: 'Keys destroyed: unreadable from here on', icon: 'flame', tone: 'info' },
  ERASURE_LATE: { says: 'Somebody is late to confirm', icon: 'clock', tone: 'bad' },
  ERASED: { says: 'Erased, with proof', icon: 'flame', tone: 'good' },
};
const PLAIN: Look = { says: '', icon: 'clock', tone: 'plain' };
/** Codes are spelt out; names of carriers, stores and rule sets stay as they are. */
const SPELT = new Set(['outcome', 'reason', 'verdict', 'ruling', 'codes', 'rules', 'by']);

export function OrderLife({ life }: { readonly life: Life }) {
  const ends = life.events.filter(({ kind }) => kind === 'ERASED' || kind === 'ERASURE_BEGUN');
  return (
    <article className="card" aria-label="Life of the order">
      <ol className="life">
        {life.events.map((event, index) => (
          <Step key={`${index} ${event.kind}`} event={event} before={life.events[index - 1]} />
        ))}
      </ol>
      {ends.length === 0 ? null : (
        <p className="soft small">What erasure did is told by the time of its ledger, which is that of this machine.</p>
      )}
      <p className="soft small">
        Read as {plain(life.reader).toLowerCase()}, on record as view {life.viewId}.
      </p>
    </article>
  );
}

function Step({ event, before }: { readonly event: LifeEvent; readonly before: LifeEvent | undefined }) {
  const { kind, at, isExpected, policyVersion, details } = event;
  const look = LOOKS[kind] ?? { ...PLAIN, says: plain(kind) };
  const after = isExpected ? null : gap(before, event);
  return (
    <li className={isExpected ? 'to-come' : ''}>
      <span className={`life-mark ${look.tone}`}>
        <Icon name={look.icon} />
      </span>
      <div className="life-what">
        <strong>{look.says}</strong>
        {isExpected ? <Badge tone="info">to come</Badge> : null}
        {details.length === 0 ? null : (
          <ul className="life-details">
            {details.map(({ name, says }) => (
              <li key={name}>
                <span className="soft">{plain(name)}</span> {SPELT.has(name) ? spelt(says) : says}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="life-when">
        <span>{at === null ? 'now' : moment(at)}</span>
        {after === null ? null : <span className="soft small">{after} later</span>}
        {policyVersion === null ? null : <span className="soft small">policy {policyVersion}</span>}
      </div>
    </li>
  );
}

const spelt = (codes: string): string => codes.split(', ').map(plain).join(', ');

/** Between two things of the same clock, when it is worth telling. */
function gap(before: LifeEvent | undefined, { at, kind }: LifeEvent): string | null {
  if (before === undefined || before.at === null || at === null || before.isExpected) return null;
  if (kind === 'ERASURE_BEGUN' && !before.kind.startsWith('ERAS')) return null;
  const ms = Date.parse(at) - Date.parse(before.at);
  return ms < 1_000 ? null : span(ms);
}
