// Every operation of the desk, in one list: the service passes in what they do, and the tests of its doors run over the same list.
import type { FastifyInstance } from 'fastify';
import { type ConsoleOptions, consoleRoute } from './console-route.js';
import { styleRoute } from './pages/page.js';
import { policyPages } from './pages/policy-page.js';
import { type DataMapOperations, dataMapRoute } from './routes/data-map-route.js';
import { type FraudOperations, fraudRoute } from './routes/fraud-route.js';
import { type AgreementOperations, agreementsRoute } from './routes/agreements-route.js';
import { type AuthorityOperations, authoritiesRoute } from './routes/authorities-route.js';
import { healthRoute } from './routes/health-route.js';
import { type JudicialOperations, judicialRoute } from './routes/judicial-route.js';
import { lookUpRoute } from './routes/look-up-route.js';
import { meRoute } from './routes/me-route.js';
import { policyRoute, type PolicyVersions } from './routes/policy-route.js';
import { type RequestOperations, requestsRoute } from './routes/requests-route.js';
import { viewsRoute } from './routes/views-route.js';

export interface DeskOperations {
  readonly isReady: () => Promise<boolean>;
  /** null: the console is not built, and not served. */
  readonly console: ConsoleOptions | null;
  readonly versions: PolicyVersions;
  readonly requests: RequestOperations;
  readonly fraud: FraudOperations;
  readonly dataMap: DataMapOperations;
  readonly agreements: AgreementOperations;
  readonly authorities: AuthorityOperations;
  readonly judicial: JudicialOperations;
  readonly lookUp: Parameters<typeof lookUpRoute>[0];
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
    fraudRoute(operations.fraud),
    dataMapRoute(operations.dataMap),
    agreementsRoute(operations.agreements),
    authoritiesRoute(operations.authorities),
    judicialRoute(operations.judicial),
    lookUpRoute(operations.lookUp),
    viewsRoute(operations.searchViews),
  ];
}
