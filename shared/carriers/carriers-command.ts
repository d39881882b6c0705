// `npm run carriers` without its surroundings: decides, has the steps done, says what came of it.
import { type CarrierEntry, entryOf } from './carrier-entry.js';
import type { CarriersRequest } from './carriers-arguments.js';
import { type CommandDeps, type ExitCode, tellFailure } from './command-parts.js';
import { type Change, decideChange, type Known } from './decide-change.js';
import { addCarrier, addLogin, endLogins } from './onboard.js';
import { removeCarrier } from './remove-carrier.js';
import { renderCarriers } from './render-carriers.js';
import type { StepsOutcome } from './run-steps.js';

export async function runCarriers(deps: CommandDeps, request: CarriersRequest): Promise<ExitCode> {
  const { desk, clock, say } = deps;
  const known = await desk.known();
  if (request.kind === 'list') {
    say(renderCarriers(known, clock.nowMs()));
    return 0;
  }
  const { carrierId, change } = request;
  // Only `remove` knows when to take away.
  if (change.kind === 'remove' || change.kind === 'take-away') return removeCarrier(deps, known, request);
  const decision = decideChange(known, carrierId, change, clock.nowMs());
  if (decision.kind === 'refused') {
    say(decision.why);
    return 1;
  }
  const outcome = await carryOut(deps, known, change, decision.entry);
  if (outcome.kind === 'failed') return tellFailure(say, outcome);
  say(SAYS[change.kind](decision.entry));
  return 0;
}

async function carryOut(
  { desk, hand }: CommandDeps,
  known: Known,
  change: Change,
  entry: CarrierEntry,
): Promise<StepsOutcome> {
  const { kind } = change;
  if (kind === 'add') return addCarrier(desk, entry, hand);
  if (kind === 'rotate') return addLogin(desk, entry, hand);
  if (kind === 'end-previous')
    return endLogins(desk, entryOf(known.policy, known.register, entry.carrierId) ?? entry, entry);
  await desk.enter(entry);
  return { kind: 'done' };
}

const SAYS: Readonly<Record<Exclude<Change['kind'], 'remove' | 'take-away'>, (entry: CarrierEntry) => string>> = {
  add: ({ carrierId, agreement, deliveryMode }) =>
    `${carrierId} is a carrier now, under its agreement until ${agreement.validUntil}; its records are delivered ${deliveryMode.toLowerCase()}. Running services serve it within seconds.`,
  stop: ({ carrierId }) =>
    `${carrierId} is stopped: it is given nothing new, and what waits for it is held (CARRIER_STOPPED). Its statuses are still read.`,
  resume: ({ carrierId }) => `${carrierId} goes on: what was held for it is released now.`,
  agreement: ({ carrierId, agreement }) =>
    `The agreement with ${carrierId} is in force from ${agreement.validFrom} until ${agreement.validUntil}.`,
  key: ({ carrierId, sealingKey }) =>
    `Records for ${carrierId} are sealed to its key ${sealingKey?.keyId ?? ''} from now on; those on its topic stay as they are.`,
  rotate: ({ carrierId }) =>
    `Both logins of ${carrierId} work now. Once the carrier uses the new one: npm run carriers -- rotate ${carrierId} --end-previous`,
  'end-previous': ({ carrierId, logins }) => `${carrierId} logs in as ${logins[0]?.user ?? ''} only.`,
};
