// A desk over a world in memory: what there is of carriers, and acts that can be made to fail.
import { EMPTY_REGISTER, withEntry } from '#shared/carriers/carrier-entry';
import type { CarriersDesk } from '#shared/carriers/carriers-desk';
import type { HandOver } from '#shared/carriers/onboard';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Policy } from '#shared/policy/policy';

export interface SmallDesk {
  readonly desk: CarriersDesk;
  readonly hand: HandOver;
  /** Everything there is, as text: equal texts, equal worlds. */
  inventory(): string;
  /** Acts so far, in order. */
  readonly acts: string[];
  /** Live records by carrier; each look takes one back. */
  readonly live: Map<string, number>;
  /** The act of this name fails from now on; null: none. */
  fail(act: string | null): void;
}

export const PROMISE_MS = 60_000;

export function createSmallDesk(policy: Policy): SmallDesk {
  let register = EMPTY_REGISTER;
  const things = new Set<string>();
  const acts: string[] = [];
  const live = new Map<string, number>();
  let failing: string | null = null;

  async function act<T>(name: string, what: () => T): Promise<T> {
    acts.push(name);
    await Promise.resolve();
    if (name === failing) throw new FulfilmentError('KAFKA_UNAVAILABLE', {});
    return what();
  }
  const make = (names: readonly string[]): string[] => {
    const created = names.filter((name) => !things.has(name));
    for (const name of created) things.add(name);
    return created;
  };
  const drop = (names: readonly string[]): void => {
    for (const name of names) things.delete(name);
  };
  const namesOf = (id: string) => ({
    topics: [`topic ${id}.shipments`, `topic ${id}.statuses`],
    subjects: [`subject ${id}.shipments`, `subject ${id}.statuses`],
  });

  const desk: CarriersDesk = {
    known: async () => ({ policy, register, prefix: '' }),
    makeTopics: (id) => act('makeTopics', () => make(namesOf(id).topics)),
    deleteTopics: (names) => act('deleteTopics', () => drop(names)),
    registerSubjects: (id) => act('registerSubjects', () => make(namesOf(id).subjects)),
    deleteSubjects: (names) => act('deleteSubjects', () => drop(names)),
    allow: (id, user) => act('allow', () => void make([`rights ${user} on ${id}`])),
    disallow: (user) => act('disallow', () => drop([...things].filter((name) => name.startsWith(`rights ${user} `)))),
    makeLogin: (user) => act('makeLogin', () => void make([`login ${user}`])),
    endLogins: (users) => act('endLogins', () => drop(users.map((user) => `login ${user}`))),
    enter: (entry) =>
      act('enter', () => {
        register = withEntry(register, entry);
      }),
    liveRecords: async (id) => {
      const left = live.get(id) ?? 0;
      live.set(id, Math.max(0, left - 1));
      return left;
    },
    namesOf,
    promiseMs: PROMISE_MS,
    close: async () => undefined,
  };
  return {
    desk,
    hand: {
      newPassword: () => 'secret',
      handOver: ({ user }) =>
        act('handOver', () => {
          make([`file of ${user}`]);
          return async () => drop([`file of ${user}`]);
        }),
    },
    inventory: () => [...things].sort().join('\n'),
    acts,
    live,
    fail: (name) => {
      failing = name;
    },
  };
}
