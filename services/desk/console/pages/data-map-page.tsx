// The data map: every category of data, what it serves, who may get it and how long it is kept.
import { useDesk } from '../api/use-desk.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge } from '../parts/badge.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { plain } from '../parts/words.js';
import { TableHead } from '../parts/table-head.jsx';

interface DataMap {
  readonly version: number;
  readonly categories: readonly {
    readonly category: string;
    readonly meaning: string;
    readonly isPersonal: boolean;
    readonly isSealed: boolean;
    readonly purposes: readonly string[];
    readonly recipients: readonly { readonly id: string; readonly meaning: string }[];
    readonly kept: string;
  }[];
}

export function DataMapPage() {
  const { value, problem } = useDesk<DataMap>('/v1/data-map', 5_000);
  return (
    <>
      <PageHead title="Data map">
        {value === null
          ? 'What is held, what for, who may get it and for how long.'
          : `What is held, what for, who may get it and for how long, under version ${value.version} of the policy.`}
      </PageHead>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value === null ? null : (
        <table className="card table data-map">
          <caption className="unseen">Categories of data</caption>
          <TableHead heads={['Category', 'What for', 'Who may get it', 'Kept']} />
          <tbody>
            {value.categories.map(({ category, meaning, isPersonal, isSealed, purposes, recipients, kept }) => (
              <tr key={category}>
                <td data-head="Category">
                  <strong>{plain(category)}</strong>{' '}
                  {isSealed ? (
                    <Badge tone="good">sealed</Badge>
                  ) : isPersonal ? (
                    <Badge tone="info">personal</Badge>
                  ) : null}
                  <span className="soft small block">{meaning}</span>
                </td>
                <td data-head="What for">{purposes.map(plain).join(', ') || 'its own running'}</td>
                <td data-head="Who">
                  <ul className="tags">
                    {recipients.map(({ id, meaning: who }) => (
                      <li key={id} title={who}>
                        {plain(id)}
                      </li>
                    ))}
                  </ul>
                </td>
                <td data-head="Kept">{kept}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
