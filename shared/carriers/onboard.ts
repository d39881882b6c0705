// Adds a carrier, and changes or ends its logins: every step of it, in the order in which a failure harms nobody. The entry comes last,
// so that a carrier is served only once everything for it is there.
import { createSecret, type Secret } from '#shared/config/secret';
import type { CarrierEntry } from './carrier-entry.js';
import type { CarriersDesk } from './carriers-desk.js';
import { runSteps, type StepsOutcome, type UndoableStep } from './run-steps.js';

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
}

export interface HandOver {
  /** Gives the credentials to the operator; gives what takes them back. */
  readonly handOver: (credentials: Credentials) => Promise<null | (() => Promise<void>)>;
  /** A password nobody can guess. */
  readonly newPassword: () => string;
}

/** @param entry as decided by `add` */
export function addCarrier(desk: CarriersDesk, entry: CarrierEntry, hand: HandOver): Promise<StepsOutcome> {
  const { carrierId } = entry;
  const made = async (names: readonly string[], undo: (names: readonly string[]) => Promise<void>) =>
    Promise.resolve(names.length === 0 ? null : () => undo(names));
  return runSteps([
    {
      name: 'make the topics',
      run: async () => made(await desk.makeTopics(carrierId), (names) => desk.deleteTopics(names)),
    },
    {
      name: 'register the schemas',
      run: async () => made(await desk.registerSubjects(carrierId), (names) => desk.deleteSubjects(names)),
    },
    ...loginSteps(desk, entry, hand),
    { name: 'enter the carrier in the register', run: () => desk.enter(entry).then(() => null) },
  ]);
}

/** @param entry as decided by `rotate`: its newest login is made, the older one goes on */
export function addLogin(desk: CarriersDesk, entry: CarrierEntry, hand: HandOver): Promise<StepsOutcome> {
  return runSteps([
    ...loginSteps(desk, entry, hand),
    { name: 'enter the login in the register', run: () => desk.enter(entry).then(() => null) },
  ]);
}

/** @param entry as decided by `end-previous`. Safe to repeat: nothing of it is undone, what is left is done the next time. */
export function endLogins(desk: CarriersDesk, before: CarrierEntry, entry: CarrierEntry): Promise<StepsOutcome> {
  const kept = new Set(entry.logins.map(({ user }) => user));
  const ending = before.logins.map(({ user }) => user).filter((user) => !kept.has(user));
  return runSteps([
    { name: 'end the older login', run: () => desk.endLogins(ending).then(() => null) },
    // Open connections outlive a login; without its rights they get nothing any more.
    ...ending.map((user) => ({ name: 'withdraw its rights', run: () => desk.disallow(user).then(() => null) })),
    { name: 'enter it in the register', run: () => desk.enter(entry).then(() => null) },
  ]);
}

/** What is left of a removed carrier. @param entry as decided by `take-away`; first, so that services let go of the topics before they are gone */
export function takeAway(desk: CarriersDesk, before: CarrierEntry, entry: CarrierEntry): Promise<StepsOutcome> {
  const users = before.logins.map(({ user }) => user);
  const names = desk.namesOf(entry.carrierId);
  return runSteps([
    { name: 'end the logins', run: () => desk.endLogins(users).then(() => null) },
    ...users.map((user) => ({ name: 'withdraw the rights', run: () => desk.disallow(user).then(() => null) })),
    { name: 'enter it in the register', run: () => desk.enter(entry).then(() => null) },
    { name: 'delete the topics', run: () => desk.deleteTopics(names.topics).then(() => null) },
    { name: 'delete the subjects', run: () => desk.deleteSubjects(names.subjects).then(() => null) },
  ]);
}

function loginSteps(desk: CarriersDesk, { carrierId, logins }: CarrierEntry, hand: HandOver): readonly UndoableStep[] {
  const user = logins.at(-1)?.user ?? '';
  const password = createSecret(hand.newPassword());
  return [
    { name: 'grant the rights', run: () => desk.allow(carrierId, user).then(() => () => desk.disallow(user)) },
    { name: 'make the login', run: () => desk.makeLogin(user, password).then(() => () => desk.endLogins([user])) },
    { name: 'hand over the credentials', run: () => hand.handOver({ user, password }) },
  ];
}
