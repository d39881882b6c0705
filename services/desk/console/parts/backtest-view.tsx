// What a backtest found: what would change for whom, how much money moves, and the plots behind it.
import { Badge, type Tone } from './badge.jsx';
import { type Figures, percent, sums, together, whole } from './backtest.js';
import { Key, RulePlot, ScorePlot, VerdictPlot } from './backtest-plots.jsx';
import { day, moment, plain, span } from './words.js';
import { TableHead } from './table-head.jsx';

const TONES: Readonly<Record<string, Tone>> = { RELEASE: 'good', REVIEW: 'warn', BLOCK: 'bad' };

export function BacktestView({ figures }: { readonly figures: Figures }) {
  const [now, draft] = figures.sets;
  if (now === undefined || draft === undefined) return null;
  const changed = figures.changes.reduce((sum, { orders }) => sum + orders, 0);
  const from = now.before.from ?? now.after.from;
  const to = now.after.to ?? now.before.to;
  return (
    <section className="card prose backtest" aria-label="What it would have done">
      <h2>
        Version {draft.version} on {whole(figures.orders)} past {figures.orders === 1 ? 'order' : 'orders'}
      </h2>
      <p className="soft small">
        {from === null || to === null ? '' : `${day(iso(from))} to ${day(iso(to))}. `}Each order was judged while
        nothing placed later was known; before {moment(iso(figures.splitAt))} only what was known by then counts as
        fraud or good. It took {span(figures.tookMs)}.
      </p>
      <ul className="tiles">
        <Tile figure={whole(changed)} says="orders would get another verdict" />
        <Tile
          figure={signed(together(draft, 'REVIEW').orders - together(now, 'REVIEW').orders)}
          says="would wait for an analyst"
        />
        <Tile
          figure={signed(together(draft, 'BLOCK').orders - together(now, 'BLOCK').orders)}
          says="would be blocked"
        />
        <Tile figure={percent(recallOf(draft))} says={`of known fraud found, ${percent(recallOf(now))} now`} />
      </ul>
      <h3>Who would get another verdict</h3>
      {figures.changes.length === 0 ? <p>Nobody.</p> : <ChangesTable figures={figures} />}
      <h3>Verdicts</h3>
      <Key />
      <VerdictPlot sets={[now, draft]} />
      <h3>Scores</h3>
      <p className="soft small">Bars: the draft; outline: now. Heights grow with the root of the count.</p>
      <ScorePlot now={now} draft={draft} />
      <h3>Rules</h3>
      <p className="soft small">
        Ring: how right a rule was before the split; dot: after it. A long way to the left is a rule that does not hold
        what it promised.
      </p>
      <RulePlot now={now} draft={draft} />
    </section>
  );
}

function ChangesTable({ figures }: { readonly figures: Figures }) {
  return (
    <table className="table flat">
      <caption className="unseen">Orders that would get another verdict</caption>
      <TableHead heads={['Verdict', 'Orders', 'Fraud', 'Good', 'Not known', 'Money']} />
      <tbody>
        {figures.changes
          .toSorted((one, other) => other.orders - one.orders)
          .map(({ from, to, orders, fraud, good, unknown, money }) => (
            <tr key={from + to}>
              <td data-head="Verdict">
                <Badge tone={TONES[from] ?? 'plain'}>{plain(from)}</Badge> →{' '}
                <Badge tone={TONES[to] ?? 'plain'}>{plain(to)}</Badge>
              </td>
              <td data-head="Orders">{whole(orders)}</td>
              <td data-head="Fraud">{whole(fraud)}</td>
              <td data-head="Good">{whole(good)}</td>
              <td data-head="Not known">{whole(unknown)}</td>
              <td data-head="Money">{sums(money)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Tile({ figure, says }: { readonly figure: string; readonly says: string }) {
  return (
    <li className="tile">
      <strong>{figure}</strong>
      <span>{says}</span>
    </li>
  );
}

type SetResult = Figures['sets'][number];

/** Of all fraud that is known, how much did not go out unseen. */
function recallOf(set: SetResult): number | null {
  const caught = together(set, 'REVIEW').fraud + together(set, 'BLOCK').fraud;
  const all = caught + together(set, 'RELEASE').fraud;
  return all === 0 ? null : caught / all;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const signed = (value: number): string => (value > 0 ? `+${whole(value)}` : whole(value));
