// What a customer lets others have: her way to give it, and to take it back.
import { useDesk } from '../api/use-desk.js';
import { ProblemNote } from './answer-state.jsx';
import { type Authorisation, AuthorisationList } from './authorisation-list.jsx';
import { type Authorisable, GiveAuthorisation } from './give-authorisation.jsx';

/** Nothing at all where nobody can be authorised: then most people never hear of it. */
export function MyAuthorisations() {
  const { value, problem, again } = useDesk<{ readonly authorisations: readonly Authorisation[] }>(
    '/v1/authorisations',
    10_000,
  );
  const { thirdParties = [], mayHave = [] } = useDesk<Authorisable>('/v1/third-parties', 10_000).value ?? {};
  const authorisations = value?.authorisations ?? [];
  return (
    <>
      <GiveAuthorisation thirdParties={thirdParties} mayHave={mayHave} askedFor={null} onDone={again} />
      {problem === null ? null : <ProblemNote problem={problem} />}
      {authorisations.length === 0 ? null : (
        <section>
          <h2 className="section-title">What you let others have</h2>
          <AuthorisationList authorisations={authorisations} parties={thirdParties} onWithdrawn={again} />
        </section>
      )}
    </>
  );
}
