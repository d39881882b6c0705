// What a customer lets others have, and her way to take it back.
import { useDesk } from '../api/use-desk.js';
import { ProblemNote } from './answer-state.jsx';
import { type Authorisation, AuthorisationList, type ThirdParty } from './authorisation-list.jsx';

/** Nothing at all while there is none: most people never authorise anybody. */
export function MyAuthorisations() {
  const { value, problem, again } = useDesk<{ readonly authorisations: readonly Authorisation[] }>(
    '/v1/authorisations',
    10_000,
  );
  const parties = useDesk<{ readonly thirdParties: readonly ThirdParty[] }>('/v1/third-parties', 10_000);
  const authorisations = value?.authorisations ?? [];
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (authorisations.length === 0) return null;
  return (
    <section>
      <h2 className="section-title">What you let others have</h2>
      <AuthorisationList
        authorisations={authorisations}
        parties={parties.value?.thirdParties ?? []}
        onWithdrawn={again}
      />
    </section>
  );
}
