// The house at a glance, for its administrator: what runs, who must delete when told and is late, which agreements end, and a carrier to be stopped.
import { useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge } from '../parts/badge.jsx';
import { AGREEMENT_TONES, type Carrier } from '../parts/carrier.js';
import { PageHead } from '../parts/page-head.jsx';
import { SureStep } from '../parts/sure-step.jsx';
import { count, day, moment, plain } from '../parts/words.js';
import { TableHead } from '../parts/table-head.jsx';

interface House {
  readonly services: readonly { readonly service: string; readonly runs: boolean }[];
  readonly isDatabaseUp: boolean;
  readonly participants: readonly {
    readonly participant: string;
    readonly asked: number;
    readonly owes: number;
    readonly lateSince: string | null;
  }[];
  readonly agreements: { readonly signed: number; readonly ended: number };
}

const EVERY_MS = 5_000;
export function HousePage() {
  const house = useDesk<House>('/v1/house', EVERY_MS);
  const carriers = useDesk<{ readonly carriers: readonly Carrier[] }>('/v1/carriers', EVERY_MS);
  const { value } = house;
  return (
    <>
      <PageHead title="The house">What runs, who owes an answer, which agreements end. Nothing of a customer.</PageHead>
      {house.problem === null ? null : <ProblemNote problem={house.problem} />}
      {value === null && house.problem === null ? <Waiting /> : null}
      {value === null ? null : (
        <>
          <Tiles house={value} carriers={carriers.value?.carriers ?? []} />
          <Services house={value} />
        </>
      )}
      <Carriers carriers={carriers.value?.carriers ?? []} again={carriers.again} />
      {value === null ? null : <Participants of={value.participants} />}
    </>
  );
}

function Tiles({ house, carriers }: { readonly house: House; readonly carriers: readonly Carrier[] }) {
  const away = house.services.filter(({ runs }) => !runs).length;
  const late = house.participants.filter(({ lateSince }) => lateSince !== null).length;
  const ending = carriers.filter(({ agreement }) => agreement !== 'in-force').length;
  const tiles = [
    { figure: house.services.length - away, says: `of ${house.services.length} services run`, isBad: away > 0 },
    { figure: late, says: late === 1 ? 'participant is late' : 'participants are late', isBad: late > 0 },
    {
      figure: ending,
      says: `${ending === 1 ? 'carrier' : 'carriers'} without an agreement that lasts`,
      isBad: ending > 0,
    },
    {
      figure: house.agreements.signed,
      says: `${house.agreements.signed === 1 ? 'person has' : 'people have'} signed for confidentiality; ${count(house.agreements.ended, 'agreement')} ended`,
      isBad: false,
    },
  ];
  return (
    <ul className="tiles">
      {tiles.map(({ figure, says, isBad }) => (
        <li key={says} className={isBad ? 'tile alarm' : 'tile'}>
          <strong>{figure}</strong>
          <span>{says}</span>
        </li>
      ))}
    </ul>
  );
}

function Services({ house: { services, isDatabaseUp } }: { readonly house: House }) {
  const all = [...services, { service: 'database', runs: isDatabaseUp }];
  return (
    <section className="card" aria-labelledby="services">
      <h2 id="services">Services</h2>
      <ul className="services">
        {all.map(({ service, runs }) => (
          <li key={service}>
            <span className={`lamp ${runs ? 'on' : 'off'}`} aria-hidden="true" />
            {plain(service)}
            <Badge tone={runs ? 'good' : 'bad'}>{runs ? 'runs' : 'does not run'}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Carriers({ carriers, again }: { readonly carriers: readonly Carrier[]; readonly again: () => void }) {
  const { desk } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = async (carrierId: string, state: 'ACTIVE' | 'STOPPED'): Promise<void> => {
    const path = `/v1/carriers/${encodeURIComponent(carrierId)}/state`;
    const answer = await desk.ask(path, { method: 'POST', body: { state } });
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    again();
  };
  return (
    <section className="answers" aria-label="Carriers">
      {problem === null ? null : <ProblemNote problem={problem} />}
      <table className="card table">
        <caption className="unseen">Carriers</caption>
        <TableHead heads={['Carrier', 'State', 'Agreement', 'Records', 'Action']} />
        <tbody>
          {carriers.map(({ carrierId, name, standing, agreement, validUntil, deliveryMode }) => {
            const isStopped = standing === 'stopped';
            return (
              <tr key={carrierId}>
                <td data-head="Carrier">
                  {name} <span className="soft small block">{carrierId}</span>
                </td>
                <td data-head="State">{agreement === 'missing' ? 'Not added' : plain(standing)}</td>
                <td data-head="Agreement">
                  <Badge tone={AGREEMENT_TONES[agreement] ?? 'plain'}>{plain(agreement).toLowerCase()}</Badge>{' '}
                  <span className="soft small">{validUntil === null ? '' : `until ${day(validUntil)}`}</span>
                </td>
                <td data-head="Records">{deliveryMode}</td>
                <td data-head="Action">
                  {agreement === 'missing' ? (
                    <a href="#/carriers">Add it</a>
                  ) : standing === 'leaving' ? (
                    <span className="soft small">is being removed</span>
                  ) : (
                    <SureStep
                      does={isStopped ? 'Let it go on …' : 'Stop …'}
                      about={name}
                      yes={isStopped ? 'Yes, let it go on' : 'Yes, stop it'}
                      onYes={() => void set(carrierId, isStopped ? 'ACTIVE' : 'STOPPED')}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="soft small">
        Added, renewed, given another login and removed: at <a href="#/carriers">Carriers</a>. The key that records are
        sealed to is changed at a terminal: npm run carriers.
      </p>
    </section>
  );
}

function Participants({ of }: { readonly of: House['participants'] }) {
  return (
    <section className="card" aria-labelledby="participants">
      <h2 id="participants">Who deletes when told</h2>
      {of.length === 0 ? <p className="soft">Nothing has been erased yet.</p> : null}
      <ul className="services">
        {of.map(({ participant, asked, owes, lateSince }) => (
          <li key={participant}>
            <span className={`lamp ${lateSince === null ? 'on' : 'off'}`} aria-hidden="true" />
            {participant}
            <span className="soft small">
              asked about {count(asked, 'erasure')}
              {owes === 0 ? ', owes nothing' : `, owes ${count(owes, 'answer')}`}
            </span>
            {lateSince === null ? null : <Badge tone="bad">{`late since ${moment(lateSince)}`}</Badge>}
          </li>
        ))}
      </ul>
    </section>
  );
}
