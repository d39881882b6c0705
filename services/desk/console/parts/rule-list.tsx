// The rules in force, the weightiest first: what each looks for, what it weighs, and what analysts made of the orders it flagged.
import { useState } from 'react';
import { Badge, type Tone } from './badge.jsx';
import { percent, whole } from './backtest.js';
import { moment, plain } from './words.js';

export interface RulesInForce {
  readonly name: string;
  readonly version: number;
  readonly publishedAt: number | null;
  readonly publishedBy: string;
  readonly text: string;
  readonly reviewFrom: number;
  readonly blockFrom: number;
  readonly rules: readonly Rule[];
  readonly versions: readonly {
    readonly name: string;
    readonly version: number;
    readonly publishedAt: number | null;
    readonly publishedBy: string;
  }[];
  readonly hits: readonly RuleHits[];
}

interface Rule {
  readonly code: string;
  readonly state: 'active' | 'shadow' | 'off';
  readonly tier: 'block' | 'review' | 'note';
  readonly weight: number;
  readonly when: string;
  readonly analyst: string;
  readonly customer: string;
}

interface RuleHits {
  readonly code: string;
  readonly flagged: number;
  readonly refused: number;
  readonly released: number;
}

const STATES = { active: 'Active', shadow: 'In trial', off: 'Off' } as const;
const STATE_TONES: Readonly<Record<Rule['state'], Tone>> = { active: 'good', shadow: 'info', off: 'plain' };
const TIER_TONES: Readonly<Record<Rule['tier'], Tone>> = { block: 'bad', review: 'warn', note: 'plain' };
const TIERS = { block: 'may block', review: 'asks for a person', note: 'only weighs' } as const;

export function RuleList({ rules: set }: { readonly rules: RulesInForce }) {
  const [state, setState] = useState<Rule['state']>('active');
  const of = (each: Rule['state']): readonly Rule[] => set.rules.filter((rule) => rule.state === each);
  return (
    <>
      <ul className="tiles">
        <li className="tile">
          <strong>{`${set.name} ${set.version}`}</strong>
          <span>
            {set.publishedAt === null
              ? 'came with the program'
              : `published ${moment(new Date(set.publishedAt).toISOString())} by ${set.publishedBy}`}
          </span>
        </li>
        <li className="tile">
          <strong>{set.reviewFrom}</strong>
          <span>points from which an order waits for a person</span>
        </li>
        <li className="tile">
          <strong>{set.blockFrom}</strong>
          <span>points from which a rule that may block does</span>
        </li>
      </ul>
      <div className="chips" role="group" aria-label="Which rules">
        {Object.entries(STATES).map(([each, says]) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === state}
            onClick={() => setState(each as Rule['state'])}
          >
            {says} <span className="number">{of(each as Rule['state']).length}</span>
          </button>
        ))}
      </div>
      <ol className="rule-list">
        {of(state)
          .toSorted((one, other) => other.weight - one.weight)
          .map((rule) => (
            <RuleCard key={rule.code} rule={rule} hits={set.hits.find(({ code }) => code === rule.code)} />
          ))}
      </ol>
    </>
  );
}

function RuleCard({ rule, hits }: { readonly rule: Rule; readonly hits: RuleHits | undefined }) {
  const { code, state, tier, weight, when, analyst, customer } = rule;
  return (
    <li className="card rule-card">
      <div className="rule-top">
        <h2>{plain(code)}</h2>
        <span className={`weight ${weight < 0 ? 'less' : ''}`}>{weight > 0 ? `+${weight}` : weight}</span>
      </div>
      <p className="rule-badges">
        <Badge tone={STATE_TONES[state]}>{STATES[state].toLowerCase()}</Badge>{' '}
        <Badge tone={TIER_TONES[tier]}>{TIERS[tier]}</Badge>
      </p>
      <p>{analyst}</p>
      <Track hits={hits} />
      <details>
        <summary>How it is written</summary>
        <p className="small">
          <code>{code}</code>, when <code>{when}</code>
        </p>
        <p className="small">
          <span className="soft">The customer may be told:</span> {customer}
        </p>
      </details>
    </li>
  );
}

/** Right and wrong by the decisions of analysts; who nobody decided about says nothing yet. */
function Track({ hits }: { readonly hits: RuleHits | undefined }) {
  if (hits === undefined) return <p className="soft small">It counted on no flagged order that is still known.</p>;
  const { flagged, refused, released } = hits;
  const decided = refused + released;
  return (
    <p className="small">
      Counted on {whole(flagged)} flagged {flagged === 1 ? 'order' : 'orders'}
      {decided === 0 ? (
        <span className="soft">; nobody decided about them yet</span>
      ) : (
        <>
          ; of {whole(decided)} decided, analysts refused {whole(refused)}:{' '}
          <strong>{percent(refused / decided)}</strong>
        </>
      )}
      .
    </p>
  );
}
