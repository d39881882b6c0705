// Puts together what an administrator keeps the house with: which services run, who must delete and does, who has signed, and stopping a carrier.
import { randomUUID } from 'node:crypto';
import { runningServices } from '#shared/backup/service-groups';
import { decideChange } from '#shared/carriers/decide-change';
import { openDesk } from '#shared/carriers/open-desk';
import { policyInForce } from '#shared/carriers/policy-in-force';
import { createRegistryClient } from '#shared/codec/registry-client';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { classify } from '#shared/errors/classify';
import type { Platform } from '#shared/platform/platform';
import type { HouseOperations } from './api/routes/house-route.js';
import { isCurrent } from './domain/agreements/agreement.js';
import { participantStandings } from './domain/erasures/participant-standing.js';
import type { AgreementStore } from './store/agreement-store.js';
import type { ErasureShelf } from './store/erasure-shelf.js';
import type { ViewLog } from './store/view-log.js';

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
  readonly views: ViewLog;
}

export function composeHouse(platform: Platform, { agreements, erasures, views }: HouseParts): HouseOperations {
  const { kafka, codec, prefix, realClock, erasureProfile } = platform;
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
    setCarrier: async (carrierId, wanted, by) => {
      const registry = createRegistryClient(loadConfig({ registry: REGISTRY }).registry);
      const policy = () => policyInForce(kafka, codec, prefix);
      const desk = await openDesk({ kafka, codec, registry, policy, prefix, profile: erasureProfile.profile });
      try {
        const atMs = realClock.nowMs();
        const change = { kind: wanted === 'STOPPED' ? 'stop' : 'resume' } as const;
        const decision = decideChange(await desk.known(), carrierId, change, atMs);
        if (decision.kind === 'refused') return 'refused';
        // The register names nobody; who it was is in the record of views.
        await views.note({
          viewId: randomUUID(),
          by,
          role: 'administrator',
          subjectRef: `carrier-${carrierId}`,
          categories: [],
          purpose: 'keeping-the-house',
          reason: wanted === 'STOPPED' ? 'STOPPED_CARRIER' : 'RESUMED_CARRIER',
          outcome: 'done',
          atMs,
        });
        await desk.enter(decision.entry);
        return 'done';
      } catch (error) {
        if (classify(error).code === 'REGISTER_CHANGED_MEANWHILE') return 'refused';
        throw error;
      } finally {
        await desk.close();
      }
    },
  };
}
