// One erasure in a list: of which order, what of it, since when, and whom it waits for or how long it took.
import { Badge, type Tone } from './badge.jsx';
import { moment, plain, short, span } from './words.js';

export interface Erasure {
  readonly erasureId: string;
  readonly orderRef: string;
  readonly state: 'running' | 'overdue' | 'done';
  readonly reason: string;
  readonly categories: readonly string[];
  readonly policyVersion: number;
  readonly begunAt: string;
  readonly doneAt: string | null;
  readonly participants: readonly string[];
  readonly waitsFor: readonly { readonly participant: string; readonly hasAnsweredSome: boolean }[];
  readonly overdueSince: string | null;
  readonly reminders: number;
}

const TONES: Readonly<Record<Erasure['state'], Tone>> = { running: 'info', overdue: 'bad', done: 'good' };

export function ErasureRow({ of: erasure }: { readonly of: Erasure }) {
  const { state, orderRef, categories, reason, begunAt, doneAt } = erasure;
  return (
    <tr>
      <td data-head="Order">
        <code title={orderRef}>{short(orderRef)}</code>
        <span className="soft small block">
          {categories.length === 0 ? 'The whole order' : categories.map(plain).join(', ')}
        </span>
      </td>
      <td data-head="Why">{plain(reason)}</td>
      <td data-head="Begun">{moment(begunAt)}</td>
      <td data-head="State">
        <Badge tone={TONES[state]}>{state}</Badge> <Standing of={erasure} />
      </td>
      <td data-head="Proof">
        {doneAt === null ? (
          <span className="soft small">when it is done</span>
        ) : (
          <a href={`#/erasures/${orderRef}`} aria-label={`Certificate of ${orderRef}`}>
            Certificate
          </a>
        )}
      </td>
    </tr>
  );
}

function Standing({ of: { begunAt, doneAt, waitsFor, overdueSince, reminders } }: { readonly of: Erasure }) {
  if (doneAt !== null)
    return <span className="soft small">gone after {span(Date.parse(doneAt) - Date.parse(begunAt))}</span>;
  const who = waitsFor.map(({ participant, hasAnsweredSome }) =>
    hasAnsweredSome ? `${participant} (a part is confirmed)` : participant,
  );
  return (
    <span className="small block">
      waits for {who.length === 0 ? 'its proof' : who.join(', ')}
      {overdueSince === null ? null : (
        <>
          {', late since '}
          {moment(overdueSince)}
          {reminders === 0 ? '' : `, reminded ${reminders}×`}
        </>
      )}
    </span>
  );
}
