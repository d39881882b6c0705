// The head of a place: what it is and what one does here.
import type { ReactNode } from 'react';

export function PageHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {children === undefined ? null : <p className="soft">{children}</p>}
    </header>
  );
}
