// Carriers: whether an agreement is in force, and which fields each gets, with the reason. An administrator adds, changes and removes them.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge } from '../parts/badge.jsx';
import { AGREEMENT_TONES, type Carrier, isToBeAdded } from '../parts/carrier.js';
import { CarrierActs } from '../parts/carrier-acts.jsx';
import { LoginOnce, type OnceLogin } from '../parts/login-once.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { count, country, day, plain } from '../parts/words.js';

export function CarriersPage() {
  const { roles } = useSession();
  const [login, setLogin] = useState<OnceLogin | null>(null);
  const { value, problem, again } = useDesk<{ readonly carriers: readonly Carrier[] }>('/v1/carriers', 5_000);
  return (
    <>
      <PageHead title="Carriers">
        Each gets the fields of its allow-list and nothing else, and nothing at all without an agreement in force.
      </PageHead>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      <div aria-live="polite" className="answers">
        {login === null ? null : <LoginOnce login={login} onDone={() => setLogin(null)} />}
      </div>
      <ul className="carrier-list">
        {value?.carriers.map((carrier) => (
          <li key={carrier.carrierId} className="card carrier" aria-label={carrier.name}>
            <div className="order-head">
              <h2>{carrier.name}</h2>
              <Badge
                tone={AGREEMENT_TONES[carrier.agreement] ?? 'plain'}
              >{`agreement ${plain(carrier.agreement).toLowerCase()}`}</Badge>
            </div>
            <dl className="facts">
              <div>
                <dt>Known as</dt>
                <dd>{carrier.carrierId}</dd>
              </div>
              <div>
                <dt>State</dt>
                <dd>{isToBeAdded(carrier) ? 'Not added' : plain(carrier.standing)}</dd>
              </div>
              <div>
                <dt>Agreement until</dt>
                <dd>{carrier.validUntil === null ? 'none' : day(carrier.validUntil)}</dd>
              </div>
              <div>
                <dt>Records</dt>
                <dd>{carrier.deliveryMode === 'sealed' ? 'sealed to its key' : 'plain, on its own topic'}</dd>
              </div>
            </dl>
            {alike(carrier.gets).map(({ kind, destinations, fields }) => (
              <details key={`${kind} ${destinations.join(' ')}`}>
                <summary>
                  {plain(kind)}, {destinations.map((each) => (each === '*' ? 'everywhere' : country(each))).join(', ')}:{' '}
                  {count(fields.filter(({ need }) => need !== 'withheld').length, 'field')}
                </summary>
                <dl className="reasons">
                  {fields.map(({ field, need, why }) => (
                    <div key={field}>
                      <dt>
                        <code>{field}</code> {need === 'withheld' ? <Badge tone="bad">withheld</Badge> : null}
                      </dt>
                      <dd className="soft small">{why}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            ))}
            {roles.includes('administrator') ? (
              <CarrierActs carrier={carrier} onDone={again} onLogin={setLogin} />
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

interface Alike extends Omit<Carrier['gets'][number], 'destination'> {
  readonly destinations: readonly string[];
}

/** Destinations of one kind for which the same fields are given, for the same reasons, are one line. */
function alike(gets: Carrier['gets']): readonly Alike[] {
  const groups = new Map<string, Alike>();
  for (const { kind, destination, fields } of gets) {
    const key = JSON.stringify([kind, fields]);
    const { destinations = [] } = groups.get(key) ?? {};
    groups.set(key, { kind, fields, destinations: [...destinations, destination] });
  }
  return [...groups.values()];
}
