// What stands in the place of content: a refusal in words, nothing yet, or nothing at all.
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.js';

export function ProblemNote({ problem }: { readonly problem: Problem }) {
  return (
    <div className="notice bad" role="alert">
      <strong>{problem.title}</strong> <span>{problem.whatToDo}</span>
    </div>
  );
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
