// Every operation of the desk, in one list: the service passes in what they do, and the tests of its doors run over the same list.
import type { FastifyInstance } from 'fastify';
import { type ConsoleOptions, consoleRoute } from './console-route.js';
import { type CaseLinkOperations, casePages } from './pages/case-page.js';
import { type ConfirmOperations, confirmPages } from './pages/confirm-page.js';
import { styleRoute } from './pages/page.js';
import { policyPages } from './pages/policy-page.js';
import { type DataMapOperations, dataMapRoute } from './routes/data-map-route.js';
import { type DraftOperations, draftRoute } from './routes/draft-route.js';
import { type CarrierOperations, carriersRoute } from './routes/carriers-route.js';
import { certificateRoute } from './routes/certificate-route.js';
import { type ErasureOperations, erasuresRoute } from './routes/erasures-route.js';
import { type CaseInviting, caseLinksRoute } from './routes/case-links-route.js';
import { type CaseOperations, casesRoute } from './routes/cases-route.js';
import { type FraudOperations, fraudRoute } from './routes/fraud-route.js';
import { type AccountOperations, accountsRoute } from './routes/accounts-route.js';
import { type AgreementOperations, agreementsRoute } from './routes/agreements-route.js';
import { type AuthorisationOperations, authorisationsRoute } from './routes/authorisations-route.js';
import { type AuthorityOperations, authoritiesRoute } from './routes/authorities-route.js';
import { type CorrectionOperations, correctionsRoute } from './routes/corrections-route.js';
import { healthRoute } from './routes/health-route.js';
import { type JudicialOperations, judicialRoute } from './routes/judicial-route.js';
import { lookUpRoute } from './routes/look-up-route.js';
import { meRoute } from './routes/me-route.js';
import { policyRoute, type PolicyVersions } from './routes/policy-route.js';
import { type RequestOperations, requestsRoute } from './routes/requests-route.js';
import { type HouseOperations, houseRoute } from './routes/house-route.js';
import type { RulesDesk } from '../steps/rules-desk.js';
import { rulesRoute } from './routes/rules-route.js';
import { type TimelineOperation, timelineRoute } from './routes/timeline-route.js';
import { type ThirdPartyOperations, thirdPartiesRoute } from './routes/third-parties-route.js';
import { viewsRoute } from './routes/views-route.js';
import { type WorkOffOperations, workOffRoute } from './routes/work-off-route.js';

export interface DeskOperations {
  readonly isReady: () => Promise<boolean>;
  /** null: the console is not built, and not served. */
  readonly console: ConsoleOptions | null;
  readonly versions: PolicyVersions;
  readonly requests: RequestOperations;
  readonly confirm: ConfirmOperations;
  readonly corrections: CorrectionOperations;
  readonly workOff: WorkOffOperations;
  readonly accounts: AccountOperations;
  readonly fraud: FraudOperations;
  readonly dataMap: DataMapOperations;
  readonly erasures: ErasureOperations;
  readonly drafts: DraftOperations;
  readonly agreements: AgreementOperations;
  readonly authorities: AuthorityOperations;
  readonly judicial: JudicialOperations;
  readonly authorisations: AuthorisationOperations;
  readonly thirdParties: ThirdPartyOperations;
  readonly cases: CaseOperations;
  readonly caseLinks: CaseLinkOperations & CaseInviting;
  readonly lookUp: Parameters<typeof lookUpRoute>[0];
  readonly house: HouseOperations;
  readonly carriers: CarrierOperations;
  readonly rules: RulesDesk;
  readonly timeline: TimelineOperation;
  readonly searchViews: Parameters<typeof viewsRoute>[0];
}

export function deskRoutes(operations: DeskOperations): readonly ((app: FastifyInstance) => void)[] {
  return [
    styleRoute,
    ...(operations.console === null ? [] : [consoleRoute(operations.console)]),
    healthRoute(operations.isReady),
    meRoute,
    policyRoute(operations.versions),
    policyPages(operations.versions),
    requestsRoute(operations.requests),
    confirmPages(operations.confirm),
    correctionsRoute(operations.corrections),
    workOffRoute(operations.workOff),
    accountsRoute(operations.accounts),
    fraudRoute(operations.fraud),
    dataMapRoute(operations.dataMap),
    draftRoute(operations.drafts),
    erasuresRoute(operations.erasures),
    certificateRoute((orderRef) => operations.erasures.prove(orderRef)),
    agreementsRoute(operations.agreements),
    authoritiesRoute(operations.authorities),
    judicialRoute(operations.judicial),
    thirdPartiesRoute(operations.thirdParties),
    authorisationsRoute(operations.authorisations),
    casesRoute(operations.cases),
    caseLinksRoute(operations.caseLinks),
    casePages(operations.caseLinks),
    lookUpRoute(operations.lookUp),
    timelineRoute(operations.timeline),
    rulesRoute(operations.rules),
    houseRoute(operations.house),
    carriersRoute(operations.carriers),
    viewsRoute(operations.searchViews),
  ];
}
