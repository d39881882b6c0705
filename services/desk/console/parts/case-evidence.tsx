// Why an order was flagged: rules with their weight and evidence, orders that share something with it, everything that was counted.
import { Badge } from './badge.jsx';
import { type FraudCase, money, standing, standingTone } from './fraud-case.js';
import { Icon } from './icon.jsx';
import { count, moment, plain, short, span } from './words.js';

/** Seconds as people tell them. */
function told({ name, value }: { readonly name: string; readonly value: string | number }): string {
  const [, what] = /^(.+)[_-]s$/i.exec(name) ?? [];
  return what === undefined ? `${plain(name)}: ${value}` : `${plain(what)}: ${span(Number(value) * 1_000)}`;
}

export function Evidence({ of }: { readonly of: FraudCase }) {
  return (
    <>
      <section className="card" aria-labelledby="why">
        <h2 id="why">Why it was flagged</h2>
        {of.rules.length === 0 ? <p className="soft">No rule fired.</p> : null}
        <ul className="rules">
          {of.rules.map((rule) => (
            <li key={rule.code} className={rule.state === 'SHADOW' ? 'shadow' : ''}>
              <span className="rule-head">
                <strong>{plain(rule.code)}</strong>
                {rule.state === 'SHADOW' ? <Badge tone="plain">in trial, does not count</Badge> : null}
                <span className="number">+{rule.weight}</span>
              </span>
              <meter min={0} max={100} value={rule.weight} aria-label={`Weight of ${plain(rule.code)}`} />
              <span className="soft small">{rule.evidence.map(told).join(' · ')}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="links">
        <h2 id="links">Linked orders</h2>
        {of.links.length === 0 ? <p className="soft">No other order shares anything with it.</p> : null}
        {of.links.map(({ kind, hash, count: shared, cases }) => (
          <div key={kind + hash} className="link-group">
            <h3>
              <Icon name="link" /> Same {plain(kind).toLowerCase()} <code title={hash}>{short(hash)}</code>{' '}
              {count(shared, 'order')}
            </h3>
            <ul className="links">
              {cases.map((each) => (
                <li key={each.orderRef}>
                  <a href={`#/queue/${each.orderRef}`}>
                    <code>{short(each.orderRef)}</code>
                  </a>
                  <span className="number">{money(each)}</span>
                  <span className="soft small">{moment(each.placedAt)}</span>
                  <span className="number soft small">score {each.score}</span>
                  <Badge tone={standingTone(each)}>{standing(each)}</Badge>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
      <details className="card">
        <summary>Everything that was counted</summary>
        <dl className="facts">
          {of.features.map(({ name, value }) => (
            <div key={name}>
              <dt>{plain(name)}</dt>
              <dd className="number">{value}</dd>
            </div>
          ))}
        </dl>
        <p className="soft small">
          Rules {of.ruleSet} {of.ruleSetVersion}, policy {of.policyVersion}, revision {of.revision}
          {of.lists.map(({ name, version }) => `, list ${name} ${version}`).join('')}. On record as view {of.viewId}.
        </p>
      </details>
    </>
  );
}
