// What people put into a case. Looking is on record; each photo is asked for by itself, and its picture is gone when the page is.
import { useEffect, useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from './answer-state.jsx';
import { moment } from './words.js';

interface Entry {
  readonly entryId: string;
  readonly from: 'customer' | 'customer-service';
  readonly kind: 'message' | 'photo';
  readonly at: string;
  readonly text: string | null;
}

const PURPOSE = { purpose: 'after-sales' } as const;

export function CaseContent({ caseRef }: { readonly caseRef: string }) {
  const { value, problem } = useDesk<{ readonly entries: readonly Entry[]; readonly viewId: string }>(
    `/v1/cases/${caseRef}/view`,
    undefined,
    PURPOSE,
  );
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (value === null) return <Waiting />;
  if (value.entries.length === 0)
    return <Nothing title="Nothing is in it.">Nobody has written yet, or what was written is deleted.</Nothing>;
  return (
    <>
      <ol className="entries">
        {value.entries.map(({ entryId, from, kind, at, text }) => (
          <li key={entryId} className={from}>
            <p className="small soft">
              {from === 'customer' ? 'Customer' : 'Customer service'}, {moment(at)}
            </p>
            {kind === 'message' ? <p className="policy-text">{text}</p> : <Photo caseRef={caseRef} entryId={entryId} />}
          </li>
        ))}
      </ol>
      <p className="soft small" title={value.viewId}>
        This look is on record.
      </p>
    </>
  );
}

function Photo({ caseRef, entryId }: { readonly caseRef: string; readonly entryId: string }) {
  const { desk } = useSession();
  const [picture, setPicture] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => () => (picture === null ? undefined : URL.revokeObjectURL(picture)), [picture]);
  const show = async (): Promise<void> => {
    const path = `/v1/cases/${caseRef}/photos/${entryId}/view`;
    const answer = await desk.file(path, { method: 'POST', body: PURPOSE });
    if (answer.kind === 'problem') setProblem(answer.problem);
    else setPicture(URL.createObjectURL(answer.value));
  };
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (picture !== null) return <img className="case-photo" src={picture} alt="Sent in by the customer" />;
  return (
    <button type="button" className="button" onClick={() => void show()}>
      Show the photo
    </button>
  );
}
