// What the desk follows, as one stream: orders, fraud control, erasures and parcels, kept side by side.
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { LaneInput } from '#shared/kafka/ports';
import { sideBySide } from '#shared/pipeline/side-by-side';
import type { UnitHandler } from '#shared/pipeline/unit';
import { laneService } from '#shared/platform/lane-service';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';

export interface Followed {
  readonly inputs: readonly LaneInput[];
  readonly follow: UnitHandler;
}

export interface FollowedParts {
  /** Inputs: those beside the topics of orders, accounts and requests. */
  readonly orders: Followed;
  readonly casework: Followed;
  readonly erasures: Followed;
  readonly policyKeeping: Followed;
}

/**
 * All lanes as one: what the broker, the database and the driver ask for a transaction or a command they ask once, however many orders it is about. Whoever
 * looks up is served by every instance of the desk; one of them follows.
 */
export function composeFollowing(platform: Platform, metrics: Metrics, parts: FollowedParts): Component<Service> {
  const { topicName } = platform;
  const { orders, casework, erasures, policyKeeping } = parts;
  const shelved = [...shelvedTopics(topicName), ...orders.inputs];
  const requests = topicName(topics.erasureRequests.name);
  return laneService(
    platform,
    metrics,
    {
      service: 'desk',
      isOneLane: true,
      inputs: [...shelved, ...casework.inputs, ...erasures.inputs, ...policyKeeping.inputs],
      handler: sideBySide([
        { topics: namesOf(shelved), handle: orders.follow },
        { topics: namesOf(casework.inputs), handle: casework.follow },
        { topics: namesOf(erasures.inputs), handle: erasures.follow },
        // What is kept of the parcels of an order goes with it.
        { topics: [...namesOf(policyKeeping.inputs), requests], handle: policyKeeping.follow },
      ]),
    },
    'gathered',
  );
}

function namesOf(inputs: readonly LaneInput[]): readonly string[] {
  return inputs.map(({ topic }) => topic);
}

function shelvedTopics(topicName: Platform['topicName']): readonly LaneInput[] {
  return [
    { topic: topicName(topics.ordersFacts.name), layout: 'by-lane' },
    {
      topic: topicName(topics.ordersSealed.name),
      layout: 'by-category',
      categoryIndexes: SEALED_CATEGORIES.map((_category, index) => index),
    },
    { topic: topicName(topics.ordersStatuses.name), layout: 'by-lane' },
    { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
    { topic: topicName(topics.deskRequests.name), layout: 'any-lane' },
    { topic: topicName(topics.accountsEvents.name), layout: 'any-lane' },
    { topic: topicName(topics.accountsClosed.name), layout: 'any-lane' },
  ];
}
