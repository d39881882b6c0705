// What narrower versions of the policy did to shipments under way: it fills while carriers work it off.
import { useDesk } from '../api/use-desk.js';
import { count, moment } from './words.js';

interface Narrowed {
  readonly policyVersion: number;
  readonly carrierId: string;
  readonly rewritten: number;
  readonly withdrawn: number;
  readonly at: string;
}

export function NarrowedShipments() {
  const { value } = useDesk<{ readonly narrowed: readonly Narrowed[] }>('/v1/policy/narrowed', 2_000);
  const narrowed = value?.narrowed ?? [];
  return (
    <section className="card" aria-labelledby="narrowed">
      <h2 id="narrowed">Shipments changed</h2>
      {narrowed.length === 0 ? (
        <p className="soft">No version has taken anything back from shipments under way.</p>
      ) : (
        <ul className="rows">
          {narrowed.map(({ policyVersion, carrierId, rewritten, withdrawn, at }) => (
            <li key={`${policyVersion} ${carrierId}`}>
              <strong>{carrierId}</strong>, version {policyVersion}:{' '}
              {[
                rewritten === 0 ? [] : [`${count(rewritten, 'shipment')} written anew`],
                withdrawn === 0 ? [] : [`${count(withdrawn, 'shipment')} taken back`],
              ]
                .flat()
                .join(', ')}{' '}
              <span className="soft small">{moment(at)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
