// The rules of fraud control: those in force and how they fare, and the next version, tried on past orders before it is published.
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { RuleDraft } from '../parts/rule-draft.jsx';
import { RuleList, type RulesInForce } from '../parts/rule-list.jsx';

export function RulesPage({ rest: [place] }: { readonly rest: readonly string[] }) {
  const { roles } = useSession();
  const isDraft = roles.includes('analyst') && place === 'next';
  const { value, problem } = useDesk<RulesInForce>('/v1/fraud/rules');
  return (
    <>
      <PageHead title="Fraud rules">
        What fraud control looks for, what each rule weighs, and how right it was. A version that is published judges
        orders from then on; what was assessed before stays.
      </PageHead>
      {value === null || isDraft || !roles.includes('analyst') ? null : (
        <a href="#/rules/next" className="button primary fit">
          Prepare the next version
        </a>
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value === null ? null : isDraft ? <RuleDraft inForce={value} /> : <RuleList rules={value} />}
    </>
  );
}
