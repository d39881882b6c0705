// `npm run carriers` without its surroundings: decides, has the steps done, says what came of it.
import type { CarrierEntry } from './carrier-entry.js';
import { changeCarrier, type PlainChange } from './change-carrier.js';
import type { CarriersRequest } from './carriers-arguments.js';
import { type CommandDeps, type ExitCode, tellFailure } from './command-parts.js';
import { removeCarrier } from './remove-carrier.js';
import { renderCarriers } from './render-carriers.js';

export async function runCarriers(deps: CommandDeps, request: CarriersRequest): Promise<ExitCode> {
  const { desk, clock, say } = deps;
  if (request.kind === 'list') {
    say(renderCarriers(await desk.known(), clock.nowMs()));
    return 0;
  }
  const { carrierId, change } = request;
  // Only `remove` knows when to take away.
  if (change.kind === 'remove' || change.kind === 'take-away') return removeCarrier(deps, request);
  const changed = await changeCarrier(deps, carrierId, change);
  if (changed.kind === 'failed') return tellFailure(say, changed);
  say(changed.kind === 'refused' ? changed.why : SAYS[change.kind](changed.entry));
  return changed.kind === 'refused' ? 1 : 0;
}

const SAYS: Readonly<Record<PlainChange['kind'], (entry: CarrierEntry) => string>> = {
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
