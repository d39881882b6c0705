// Puts together what an administrator keeps the house with: which services run, who must delete and does, and who has signed.
import { runningServices } from '#shared/backup/service-groups';
import type { Platform } from '#shared/platform/platform';
import type { HouseOperations } from './api/routes/house-route.js';
import { isCurrent } from './domain/agreements/agreement.js';
import { participantStandings } from './domain/erasures/participant-standing.js';
import type { AgreementStore } from './store/agreement-store.js';
import type { ErasureShelf } from './store/erasure-shelf.js';

/** Of so many erasures of each state it is told who answered. */
const COUNTED = 500;
const MOST_PEOPLE = 200;
/** The desk is the one that answers. */
const SERVICES = ['intake', 'fraud', 'carriers', 'erasure', 'notifications'];
/** Asking Kafka opens a connection: once in a while is enough. */
const KEEP_MS = 4_000;

export interface HouseParts {
  readonly agreements: AgreementStore;
  readonly erasures: ErasureShelf;
}

export function composeHouse(platform: Platform, { agreements, erasures }: HouseParts): HouseOperations {
  const { kafka, prefix, realClock } = platform;
  let seen: { readonly running: Promise<readonly string[]>; readonly untilMs: number } | null = null;

  async function askKafka(): Promise<readonly string[]> {
    const admin = kafka.kafkajs.admin();
    await admin.connect();
    try {
      return (await runningServices(admin, prefix)).map((group) => group.slice(prefix.length));
    } finally {
      await admin.disconnect();
    }
  }

  function running(): Promise<readonly string[]> {
    if (seen === null || realClock.nowMs() >= seen.untilMs)
      seen = { running: askKafka(), untilMs: realClock.nowMs() + KEEP_MS };
    return seen.running;
  }

  return {
    look: async () => {
      const [groups, isDatabaseUp, ...pages] = await Promise.all([
        running(),
        platform.mongoHealth().then(({ ok }) => ok),
        ...(['overdue', 'running', 'done'] as const).map((state) => erasures.page({ state }, COUNTED, null)),
      ]);
      const signed = await agreements.page(MOST_PEOPLE, null);
      const nowMs = realClock.nowMs();
      return {
        services: SERVICES.map((service) => ({
          service,
          runs: groups.some((group) => group === service || group.startsWith(`${service}-`)),
        })),
        isDatabaseUp,
        participants: participantStandings(pages.flatMap((page) => page.erasures)),
        signed: signed.filter((agreement) => isCurrent(agreement, nowMs)).length,
        ended: signed.filter(({ endedAtMs }) => endedAtMs !== null).length,
      };
    },
  };
}
