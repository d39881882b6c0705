// The outcome of the kit in words, and what usually helps.
import { type CaseResult, isConforming } from './run-kit.js';

export function renderCase({ name, outcome, tookMs }: CaseResult): string {
  const verdict = outcome.ok === true ? 'ok  ' : outcome.ok === false ? 'FAIL' : 'skip';
  const why = outcome.ok === true ? `${(tookMs / 1_000).toFixed(1)} s` : outcome.why;
  return `${verdict} ${name.padEnd(54)} ${why}`;
}

export function renderVerdict(results: readonly CaseResult[]): string {
  const tried = results.filter(({ outcome }) => outcome.ok !== null);
  const failed = tried.filter(({ outcome }) => outcome.ok === false).length;
  if (isConforming(results)) return 'The store keeps exactly what lives, and deletes what it is told to.\n';
  return `${failed} of ${tried.length} cases failed: this store must not get personal data as it is.
What usually helps:
  Kafka Connect, MongoDB sink    delete.on.null.values=true, and an id made of the key
  Kafka Connect, JDBC sink       delete.enabled=true, pk.mode=record_key
  a consumer of your own         a null value is a delete, not nothing; do not skip it, and do not decode it
  a task that stops              look into its log; with errors.tolerance=all it goes on and never deletes
`;
}
