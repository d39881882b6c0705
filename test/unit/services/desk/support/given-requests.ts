// What steps of requests work with, in memory: a calendar without holidays, made-up ids, and outward calls that do nothing. A test says what differs.
import { startAnswerClock } from '#services/desk/domain/clock/answer-clock';
import { createDeskFlow, type DeskFlowDeps } from '#services/desk/flow';
import type { RequestDeps } from '#services/desk/steps/subject-requests';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import type { SmallRoad } from '#test/unit/services/support/small-road';
import { createMemoryAfterSales } from './memory-after-sales.js';
import { NO_AUTHORISATIONS } from './memory-authorisations.js';
import { createMemoryShelf, createMemoryViewLog } from './memory-desk.js';
import { createMemoryRequests } from './memory-requests.js';

export const MONDAY_MS = Date.UTC(2026, 5, 1, 9);
export const DAY_MS = 86_400_000;

const calendar = { timeZone: 'UTC', weekend: [6, 7] as const, isHoliday: () => false };

export type Given = ReturnType<typeof givenRequests>;

/** @param nowMs what the clock of the test shows */
export function givenRequests({ codec, vault }: SmallRoad, nowMs: () => number) {
  const clock = { nowMs };
  let next = 0;
  return {
    codec,
    vault,
    clock,
    machineClock: clock,
    shelf: createMemoryShelf(),
    cases: createMemoryAfterSales(),
    views: createMemoryViewLog(),
    requests: createMemoryRequests(),
    policy: createStaticPolicySource(readPolicyFile()),
    startClock: (atMs: number) => startAnswerClock(calendar, { promisedDays: 3, targetDays: 2 }, atMs),
    nextId: () => `r-${++next}`,
    nextSecret: () => `secret-${++next}`,
    order: async () => undefined,
    tellErased: async () => undefined,
    noticeLeadMs: 0,
    correctAddress: async () => undefined,
    tellAnswered: async () => undefined,
    deactivate: async () => undefined,
    giveAuthorisation: async () => undefined,
    shredMail: async () => undefined,
    onEscalation: () => undefined,
  } satisfies RequestDeps;
}

/** What everybody who looks at an order works with. */
export function givenLooks({ codec, vault, refs }: SmallRoad, nowMs: () => number) {
  let next = 0;
  return {
    codec,
    vault,
    refs,
    shelf: createMemoryShelf(),
    views: createMemoryViewLog(),
    policy: createStaticPolicySource(readPolicyFile()),
    clock: { nowMs },
    nextId: () => `view-${++next}`,
  };
}

/** The desk as it follows the road, on the shelf and the cases that are given. */
export function givenDesk(
  given: Pick<DeskFlowDeps, 'shelf' | 'clock'> & Partial<Pick<DeskFlowDeps, 'cases'>>,
  road: SmallRoad,
  differs: Partial<DeskFlowDeps> = {},
) {
  const { codec, refs } = road;
  const { shelf, cases = createMemoryAfterSales(), clock } = given;
  return createDeskFlow({
    codec,
    refs,
    shelf,
    cases,
    clock,
    takeMailed: async () => undefined,
    followAccounts: async () => undefined,
    authorisations: NO_AUTHORISATIONS,
    topicName: (name) => name,
    isParticipant: true,
    ...differs,
  });
}
