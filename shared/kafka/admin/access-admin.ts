// Makes Kafka's access rules of a user exactly those of the data: what is missing is granted, what is too much is withdrawn.
import type { AclEntry, Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { AccessRule } from '../access-rules.js';

export interface AccessAdmin {
  /**
   * Safe to repeat.
   * @param scope only rules on names that begin with it are withdrawn, so that prefixed environments do not touch one
   * another; '' for all
   */
  ensureAccess(user: string, rules: readonly AccessRule[], scope: string): Promise<AccessChange>;
}

export interface AccessChange {
  readonly granted: number;
  readonly withdrawn: number;
}

const ANY_HOST = '*';
const BETWEEN_LOOKS_MS = 50;
const MOST_LOOKS = 200;

export function createAccessAdmin(admin: Admin): AccessAdmin {
  return {
    ensureAccess: async (user, rules, scope) => {
      const principal = `User:${user}`;
      const wanted = new Map(rules.flatMap((rule) => entriesOf(principal, rule)).map((entry) => [keyOf(entry), entry]));
      const current = new Map((await describe(admin, principal)).map((entry) => [keyOf(entry), entry]));
      const missing = [...wanted].filter(([key]) => !current.has(key)).map(([, entry]) => entry);
      const excess = [...current]
        .filter(([key, { resourceName }]) => !wanted.has(key) && resourceName.startsWith(scope))
        .map(([, entry]) => entry);
      if (missing.length > 0) await admin.createAcls({ acl: missing });
      if (excess.length > 0) await admin.deleteAcls({ filters: excess });
      if (missing.length + excess.length > 0) await untilTold(admin, principal, missing, excess);
      return { granted: missing.length, withdrawn: excess.length };
    },
  };
}

/** The controller has decided; the broker that is asked may not have heard of it yet, and would still go by what was before. */
async function untilTold(
  admin: Admin,
  principal: string,
  granted: readonly AclEntry[],
  withdrawn: readonly AclEntry[],
): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const told = new Set((await describe(admin, principal)).map(keyOf));
    if (granted.every((entry) => told.has(keyOf(entry))) && !withdrawn.some((entry) => told.has(keyOf(entry)))) return;
    await sleep(BETWEEN_LOOKS_MS);
  }
  throw new FulfilmentError('KAFKA_UNAVAILABLE', { undecided: granted.length + withdrawn.length });
}

function entriesOf(principal: string, { resource, name, pattern, operations }: AccessRule): AclEntry[] {
  const { AclResourceTypes, ResourcePatternTypes, AclOperationTypes, AclPermissionTypes } = kafkajs;
  const types = {
    topic: AclResourceTypes.TOPIC,
    group: AclResourceTypes.GROUP,
    'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
  };
  const patterns = { literal: ResourcePatternTypes.LITERAL, prefixed: ResourcePatternTypes.PREFIXED };
  const allowed = {
    read: AclOperationTypes.READ,
    write: AclOperationTypes.WRITE,
    describe: AclOperationTypes.DESCRIBE,
  };
  return operations.map((operation) => ({
    resourceType: types[resource],
    resourceName: name,
    resourcePatternType: patterns[pattern],
    principal,
    host: ANY_HOST,
    operation: allowed[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
}

async function describe(admin: Admin, principal: string): Promise<AclEntry[]> {
  const { AclResourceTypes, ResourcePatternTypes, AclOperationTypes, AclPermissionTypes } = kafkajs;
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    principal,
    host: ANY_HOST,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ resourceType, resourceName, resourcePatternType, acls }) =>
    acls.map((acl) => ({ resourceType, resourceName, resourcePatternType, ...acl })),
  );
}

function keyOf(entry: AclEntry): string {
  const { resourceType, resourceName, resourcePatternType, host, operation, permissionType } = entry;
  return [resourceType, resourceName, resourcePatternType, host, operation, permissionType].join(' ');
}
