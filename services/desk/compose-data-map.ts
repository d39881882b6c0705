// Puts together what shows the policy in force: the data map, and carriers with the standing of their agreements.
import { agreementStates } from '#shared/carriers/agreement-standing';
import type { Platform } from '#shared/platform/platform';
import type { DataMapOperations } from './api/routes/data-map-route.js';
import { carrierLines, dataMap } from './steps/explain-policy.js';

const WARN_BEFORE_MS = 30 * 86_400_000;

export function composeDataMap({ policy, clock }: Pick<Platform, 'policy' | 'clock'>): DataMapOperations {
  return {
    version: () => policy.current().version,
    dataMap: () => dataMap(policy.current()),
    carriers: () => {
      const states = agreementStates(policy.current(), clock.nowMs(), WARN_BEFORE_MS);
      return carrierLines(policy.current(), new Map(states.map(({ carrierId, standing }) => [carrierId, standing])));
    },
  };
}
