// The officer's word about a correction that the policy does not let pass by itself.
import { useAct } from '../api/use-act.js';
import { ProblemNote } from './answer-state.jsx';
import { RefuseStep } from './refuse-step.jsx';
import { SureStep } from './sure-step.jsx';

const REFUSALS = {
  NOT_THE_PERSON: 'It may not come from the person of the order',
  NOT_DELIVERABLE: 'Nobody delivers there',
  FRAUD_SUSPECTED: 'Fraud control looks into the order',
} as const;

interface CorrectionDecisionProps {
  readonly requestId: string;
  readonly reference: string;
  readonly onDecided: () => void;
}

export function CorrectionDecision({ requestId, reference, onDecided }: CorrectionDecisionProps) {
  const { problem, isBusy, act } = useAct();
  const decide = (refuse: string | null): void => act(`/v1/requests/${requestId}/decision`, { refuse }, onDecided);
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        <SureStep
          does="Let it pass …"
          about={reference}
          asks="The carrier gets the corrected address."
          yes="Yes, let it pass"
          look="primary"
          isBusy={isBusy}
          onYes={() => decide(null)}
        />
      </div>
      <RefuseStep
        of={requestId}
        label="Or refuse it, because …"
        reasons={REFUSALS}
        does="Refuse it …"
        about={reference}
        asks="The customer is told that it was refused."
        yes="Yes, refuse it"
        isBusy={isBusy}
        onRefuse={decide}
      />
    </>
  );
}
