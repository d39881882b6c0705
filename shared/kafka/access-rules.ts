// Who may do what in Kafka, as data. Our own services log in as a super user of the stack; everybody else gets the least
// that their part needs: a carrier sees its own two topics and no other carrier's, the order service its own.

export interface AccessRule {
  readonly resource: 'topic' | 'group' | 'transactional-id';
  /** As Kafka knows it, prefix included. */
  readonly name: string;
  readonly pattern: 'literal' | 'prefixed';
  readonly operations: readonly ('read' | 'write' | 'describe')[];
}

export interface UserAccess {
  readonly user: string;
  readonly rules: readonly AccessRule[];
}

/**
 * @param prefix TOPIC_PREFIX, in front of topics and groups
 * @param user default: the first login of a carrier
 */
export function carrierAccess(carrierId: string, prefix: string, user = `carrier-${carrierId}`): UserAccess {
  return {
    user,
    rules: [
      topicRule(`${prefix}carriers.${carrierId}.shipments`, ['read', 'describe']),
      topicRule(`${prefix}carriers.${carrierId}.statuses`, ['write', 'describe']),
      topicRule(`${prefix}erasure.confirmations`, ['write', 'describe']),
      ...groupRules(prefix, carrierId, `carrier-${carrierId}`),
    ],
  };
}

/**
 * Whom people authorise reads its own topic.
 * @param prefix TOPIC_PREFIX, in front of topics and groups
 */
export function thirdPartyAccess(thirdPartyId: string, prefix: string): UserAccess {
  const user = `third-party-${thirdPartyId}`;
  return {
    user,
    rules: [
      topicRule(`${prefix}third-parties.${thirdPartyId}.disclosures`, ['read', 'describe']),
      topicRule(`${prefix}erasure.confirmations`, ['write', 'describe']),
      ...groupRules(prefix, user),
    ],
  };
}

/** @param prefix TOPIC_PREFIX, in front of topics and groups */
export function orderServiceAccess(prefix: string): UserAccess {
  return {
    user: 'order-service',
    rules: [
      topicRule(`${prefix}orders.events`, ['write', 'describe']),
      topicRule(`${prefix}accounts.events`, ['write', 'describe']),
      topicRule(`${prefix}accounts.closed`, ['read', 'describe']),
      topicRule(`${prefix}orders.statuses`, ['read', 'describe']),
      topicRule(`${prefix}orders.ingress-keys`, ['read', 'describe']),
      topicRule(`${prefix}policy.versions`, ['read', 'describe']),
      ...groupRules(prefix, 'order-service'),
    ],
  };
}

function topicRule(name: string, operations: AccessRule['operations']): AccessRule {
  return { resource: 'topic', name, pattern: 'literal', operations };
}

/** Groups are free to choose: a name of the user's own, or anything behind it and a dot or dash (so that `swift` can't reach into `swiftpost`). */
function groupRules(prefix: string, ...names: readonly string[]): AccessRule[] {
  return names.flatMap((name) => [
    groupRule(`${prefix}${name}`, 'literal'),
    groupRule(`${prefix}${name}.`, 'prefixed'),
    groupRule(`${prefix}${name}-`, 'prefixed'),
  ]);
}

function groupRule(name: string, pattern: AccessRule['pattern']): AccessRule {
  return { resource: 'group', name, pattern, operations: ['read', 'describe'] };
}
