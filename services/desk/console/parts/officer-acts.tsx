// What a privacy officer can do about a request that waits for her; nothing about one that waits for somebody else.
import { useAct } from '../api/use-act.js';
import { ProblemNote } from './answer-state.jsx';
import { CorrectionDecision } from './correction-decision.jsx';
import { CorrectionEntry } from './correction-entry.jsx';
import { MailOfRequest } from './mail-of-request.jsx';
import type { SubjectRequest } from './request-list.jsx';
import { SureStep } from './sure-step.jsx';

interface OfficerActsProps {
  readonly request: SubjectRequest;
  readonly onDone: () => void;
}

/** Of these she reads the mail and says when they are worked off. */
const BY_HAND: readonly (string | null)[] = [
  'OFFICER_READS_MAIL',
  'OFFICER_ENTERS_CORRECTION',
  'OFFICER_CLOSES_ACCOUNT',
];

export function OfficerActs({ request, onDone }: OfficerActsProps) {
  const { requestId, reference, waitsFor } = request;
  if (waitsFor === 'OFFICER_DECIDES')
    return <CorrectionDecision requestId={requestId} reference={reference} onDecided={onDone} />;
  if (!BY_HAND.includes(waitsFor)) return null;
  return (
    <>
      <MailOfRequest requestId={requestId} reference={reference} />
      {waitsFor === 'OFFICER_ENTERS_CORRECTION' ? (
        <CorrectionEntry requestId={requestId} reference={reference} onEntered={onDone} />
      ) : null}
      {waitsFor === 'OFFICER_CLOSES_ACCOUNT' ? (
        <p className="small">Close the account below, by the number of an order that the mail names.</p>
      ) : null}
      <EndStep requestId={requestId} reference={reference} onEnded={onDone} />
    </>
  );
}

interface EndStepProps {
  readonly requestId: string;
  readonly reference: string;
  readonly onEnded: () => void;
}

function EndStep({ requestId, reference, onEnded }: EndStepProps) {
  const { problem, isBusy, act } = useAct();
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        <SureStep
          does="End the request …"
          about={reference}
          asks="It counts as answered, and its mail is deleted."
          yes="Yes, it is worked off"
          isBusy={isBusy}
          onYes={() => act(`/v1/requests/${requestId}/end`, undefined, onEnded)}
        />
      </div>
    </>
  );
}
