// Measures the topics of all carriers, for the promise of the profile.
import { carrierTopics } from '#schemas/generated/topics';
import { servedCarriers } from '#shared/carriers/apply-register';
import type { Platform } from '#shared/platform/platform';
import type { Component } from '#shared/runtime/component';
import type { Metrics } from '#shared/telemetry/metrics';
import { createGoneWatch } from './gone-watch.js';

/** @param isOurTurn whether it is this instance that measures */
export function watchCarrierTopics(platform: Platform, metrics: Metrics, isOurTurn: () => boolean): Component<void> {
  const { kafka, policy, topicName, logger, realClock, erasureProfile } = platform;
  const names = servedCarriers(policy.current()).map(({ id }) => carrierTopics(id).shipments.name);
  return createGoneWatch({
    kafka,
    topics: new Map(names.map((name) => [topicName(name), name])),
    metrics,
    logger,
    machineClock: realClock,
    deadlineMs: erasureProfile.deadlineMs,
    fileDeleteDelayMs: erasureProfile.fileDeleteDelayMs,
    everyMs: erasureProfile.heartbeatMs / 2,
    isOurTurn,
  });
}
