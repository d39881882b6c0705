// What stands in the place of content: a refusal in words, nothing yet, or nothing at all.
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.js';
import { addressFault, addressField } from './address-fields.js';
import { plain } from './words.js';

export function ProblemNote({ problem }: { readonly problem: Problem }) {
  const { violations = [] } = problem;
  return (
    <div className="notice bad" role="alert">
      <strong>{problem.title}</strong> {violations.length === 0 ? <span>{problem.whatToDo}</span> : 'Correct this:'}
      {violations.length === 0 ? null : (
        <ul className="violations">
          {violations.map(({ path, expected }) => (
            <li key={`${path} ${expected}`}>
              {fieldAt(path)}: {addressFault(expected) ?? plain(expected).toLowerCase()}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** `body/changes/postalCode` → `Postal code` */
function fieldAt(path: string): string {
  const name = path.split('/').findLast((part) => Number.isNaN(Number(part))) ?? path;
  return addressField(name);
}

export function Waiting() {
  return (
    <div className="waiting" role="status">
      <span className="bar" />
      <span className="bar" />
      <span className="bar" />
      <span className="unseen">Loading</span>
    </div>
  );
}

export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="nothing">
      <strong>{title}</strong>
      {children === undefined ? null : <p className="soft">{children}</p>}
    </div>
  );
}
