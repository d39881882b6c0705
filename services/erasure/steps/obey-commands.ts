// The commands of a unit → what they do to their order, what is refused, and what the audit says of each.
import type { ErasureCommand } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import type { Refusal } from '#shared/pipeline/unit';
import { type CommandRefusal, obeyCommand, type OrderCommand } from '../domain/obey-command.js';
import type { FirstDueAt, TrackedOrder } from '../domain/tracked-order.js';
import { COMMAND_STEP, type ReadCommand } from './read-commands.js';
import { ERASABLE_CATEGORIES } from './erasable-categories.js';

export interface CommandOutcome {
  readonly command: ErasureCommand;
  /** `done`, `was-so` (nothing to do), or the code of the refusal. */
  readonly outcome: 'done' | 'was-so' | CommandRefusal;
}

interface Judged {
  readonly commands: CommandOutcome[];
  readonly refusals: Refusal[];
}

export function obeyCommands(
  before: TrackedOrder,
  commands: readonly ReadCommand[],
  nowMs: number,
  firstDueAt: FirstDueAt,
  into: Judged,
): TrackedOrder {
  let order = before;
  for (const item of commands) {
    const obeyed = obeyCommand(order, commandOf(item.command), nowMs, firstDueAt);
    if (obeyed.kind === 'refused') refuseCommand(item, obeyed.code, into);
    else into.commands.push({ command: item.command, outcome: obeyed.kind });
    if (obeyed.kind === 'done') order = obeyed.order;
  }
  return order;
}

/** Of an order that is erased: to erase it is done already, to hold it is too late. */
export function noteGuarded(item: ReadCommand, into: Judged): void {
  if (item.command.action === 'PLACE_HOLD') refuseCommand(item, 'COMMAND_TOO_LATE', into);
  else into.commands.push({ command: item.command, outcome: 'was-so' });
}

export function refuseCommand({ record, command }: ReadCommand, code: CommandRefusal, into: Judged): void {
  into.commands.push({ command, outcome: code });
  const orderRef = command.orderRef as OrderRef;
  into.refusals.push({ record, code, fieldPaths: [], step: COMMAND_STEP, orderRef });
}

function commandOf({ action, categories, reason, reference, evenUnderWay, givenBy }: ErasureCommand): OrderCommand {
  switch (action) {
    case 'ERASE':
      // In their fixed order: the id of the erasure is made of it.
      return {
        kind: 'erase',
        categories: ERASABLE_CATEGORIES.filter((id) => categories.includes(id)),
        reason,
        evenUnderWay,
      };
    case 'PLACE_HOLD':
      return { kind: 'place-hold', reference, givenBy };
    case 'LIFT_HOLD':
      return { kind: 'lift-hold', reference };
  }
}
