// Before anything is shown: the agreement of confidentiality, and one press that signs it.
import { useEffect, useState } from 'react';
import type { DeskClient } from '../api/desk-client.js';
import type { Problem } from '../api/problem.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';

interface AgreementText {
  readonly edition: number;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export function AgreementPage({
  desk,
  onSigned,
  onLeave,
}: {
  readonly desk: DeskClient;
  readonly onSigned: () => void;
  readonly onLeave: () => void;
}) {
  const [text, setText] = useState<AgreementText | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    void desk.ask<AgreementText>('/v1/agreements/text').then((answer) => {
      if (answer.kind === 'value') setText(answer.value);
      else setProblem(answer.problem);
    });
  }, [desk]);
  const sign = async (edition: number): Promise<void> => {
    const answer = await desk.ask('/v1/agreements/mine', { method: 'POST', body: { edition } });
    if (answer.kind === 'value') onSigned();
    else setProblem(answer.problem);
  };
  return (
    <main className="door">
      <div className="door-card">
        <h1>{text?.title ?? 'Agreement of confidentiality'}</h1>
        {problem === null ? null : <ProblemNote problem={problem} />}
        {text === null ? (
          problem === null && <Waiting />
        ) : (
          <>
            {text.paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            <button type="button" className="button primary wide" onClick={() => void sign(text.edition)}>
              I sign, and go on
            </button>
          </>
        )}
        <button type="button" className="button quiet" onClick={onLeave}>
          Not now
        </button>
      </div>
    </main>
  );
}
