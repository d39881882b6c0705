// What may be done about a request of an authority where it stands, by whoever looks. Nobody approves twice.
import { useState } from 'react';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { ProblemNote } from './answer-state.jsx';
import { hasApproved, type JudicialRequest, REJECT_REASONS } from './judicial-request.js';
import { RefuseStep } from './refuse-step.jsx';
import { SealedAnswer, type SealedBlock } from './sealed-answer.jsx';
import { SureStep } from './sure-step.jsx';

interface JudicialActsProps {
  readonly request: JudicialRequest;
  readonly isKeyOther: boolean;
  readonly onDone: () => void;
}

const APPROVERS = ['privacy-officer', 'administrator'];

export function JudicialActs({ request, isKeyOther, onDone }: JudicialActsProps) {
  const { subject, roles } = useSession();
  const { problem, isBusy, act } = useAct();
  const [sealed, setSealed] = useState<SealedBlock | null>(null);
  const { requestId, reference, state, approvals, disclosures } = request;
  const isOfficer = roles.includes('privacy-officer');
  const mayApprove =
    state === 'received' && roles.some((role) => APPROVERS.includes(role)) && !hasApproved(request, subject);
  const mayDisclose = isOfficer && (state === 'approved' || state === 'disclosed');
  const path = `/v1/judicial-requests/${requestId}`;
  const step = { about: reference, isBusy };
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {mayApprove || mayDisclose ? (
        <div className="actions">
          {mayApprove ? (
            <SureStep
              {...step}
              does="Approve …"
              look="primary"
              asks={
                approvals.length === 0 ? 'Another person has to approve it, too.' : 'A legal hold on its orders begins.'
              }
              yes="Yes, I approve it"
              onYes={() => act(`${path}/approvals`, undefined, onDone)}
            />
          ) : null}
          {mayDisclose && !isKeyOther ? (
            <SureStep
              {...step}
              does={disclosures.length === 0 ? 'Make the sealed answer …' : 'Make it once more …'}
              {...(disclosures.length === 0 ? { look: 'primary' as const } : {})}
              asks="Each of its orders is on record as looked at."
              yes="Yes, seal it to the authority"
              onYes={() =>
                act<{ readonly sealed: SealedBlock }>(`${path}/disclosures`, undefined, (answer) => {
                  setSealed(answer.sealed);
                  onDone();
                })
              }
            />
          ) : null}
          {mayDisclose ? (
            <SureStep
              {...step}
              does="Close it …"
              asks="Nothing leaves any more, and the hold on its orders is lifted."
              yes="Yes, close it"
              onYes={() => act(`${path}/closing`, undefined, onDone)}
            />
          ) : null}
        </div>
      ) : null}
      {sealed === null ? null : <SealedAnswer request={request} sealed={sealed} onDone={() => setSealed(null)} />}
      {isOfficer && state === 'received' ? (
        <RefuseStep
          {...step}
          of={requestId}
          label="Or reject it, because …"
          reasons={REJECT_REASONS}
          does="Reject it …"
          asks="It ends here; the authority may write again."
          yes="Yes, reject it"
          onRefuse={(reason) => act(`${path}/rejection`, { reason }, onDone)}
        />
      ) : null}
    </>
  );
}
