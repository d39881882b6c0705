// Puts together how fraud control takes in what happens to accounts.
import { topics } from '#schemas/generated/topics';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import { createIngressKeeper } from '#shared/kafka/ingress-keeper';
import type { LaneInput } from '#shared/kafka/ports';
import type { UnitHandler } from '#shared/pipeline/unit';
import type { CommittedPosition } from '#shared/kafka/ports';
import type { Platform } from '#shared/platform/platform';
import type { Use } from '#shared/runtime/compose';
import { createObserveSignIns, type ObserveSignInsDeps } from './steps/observe-sign-ins.js';
import { splitUnits } from './steps/split-units.js';

/** Reads these topics as well, in a consumer group of its own. */
const OTHER_READER = 'desk';

export interface SignInIntake {
  readonly inputs: readonly LaneInput[];
  /** @param others gets the records of all other topics */
  readonly withOthers: (others: UnitHandler) => UnitHandler;
  readonly committed: (positions: readonly CommittedPosition[]) => void;
}

export interface SignInSurroundings extends Pick<ObserveSignInsDeps, 'sources' | 'onObserved'> {
  /** The name of the consumer that reads them. */
  readonly service: string;
  /** Services that run and keep anything of people. */
  readonly participants: readonly string[];
}

export async function composeSignIns(
  use: Use,
  { codec, vault, policy, clock, topicName, kafka, prefix, erasureProfile, fraudHash }: Platform,
  { service, participants, sources, onObserved }: SignInSurroundings,
): Promise<SignInIntake> {
  await codec.prepare([topics.accountsEvents, topics.fraudSignIns, topics.fraudDeadLetters]);
  const events = topicName(topics.accountsEvents.name);
  const closed = topicName(topics.accountsClosed.name);
  const keeper = await use(
    createIngressKeeper({
      kafka,
      topic: events,
      heartbeatMs: erasureProfile.heartbeatMs,
      groupId: `${prefix}${service}`,
      otherGroups: participants.filter((name) => name === OTHER_READER).map((name) => `${prefix}${name}`),
    }),
  );
  const observe = createObserveSignIns({
    codec,
    policy,
    clock,
    topicName,
    sources,
    onObserved,
    refOf: (customerId, eventId) => fraudHash('sign-in', `${customerId}\n${eventId}`),
    sealDeadLetters: createSealDeadLetters({
      service: 'fraud',
      topic: topics.fraudDeadLetters,
      topicName,
      codec,
      vault,
      policy,
      clock,
    }),
  });
  return {
    inputs: [events, closed].map((topic) => ({ topic, layout: 'any-lane' })),
    withOthers: (others) => splitUnits(new Set([events, closed]), observe, others),
    committed: (positions) => keeper.committed(positions),
  };
}
