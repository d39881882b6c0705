// Puts together what analysts try and publish rules with.
import { randomUUID } from 'node:crypto';
import type { Platform } from '#shared/platform/platform';
import { rulesProgram } from './adapters/rules-program.js';
import { createRulesDesk, type RulesDesk } from './steps/rules-desk.js';
import type { CaseStore } from './store/case-store.js';
import type { ViewLog } from './store/view-log.js';

/** A backtest reads all that fraud control still knows: half a million orders in a minute, and about a kilobyte each. */
const LIMITS = { timeoutMs: 300_000, memoryMb: 1_024 } as const;

export function composeRules({ realClock }: Pick<Platform, 'realClock'>, cases: CaseStore, views: ViewLog): RulesDesk {
  return createRulesDesk({ ask: rulesProgram(LIMITS), hits: cases, views, clock: realClock, nextId: randomUUID });
}
