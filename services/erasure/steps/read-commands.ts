// Records of `erasure.commands` → commands by order. Operators' tools write them, so a bad one is refused by name.
import type { ErasureCommand } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import type { RefusalCode } from '#shared/errors/catalogue';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import { isOneOf } from '#shared/policy/vocabulary';
import { COMMAND_REASONS } from '../domain/obey-command.js';
import type { NewsCodec } from './read-news.js';
import { ERASABLE_CATEGORIES } from './erasable-categories.js';

export interface ReadCommand {
  readonly record: IncomingRecord;
  readonly command: ErasureCommand;
}

export const COMMAND_STEP = 'readCommands';
/** File numbers and accounts: no blanks, so that nobody writes sentences or names there. */
export const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;

/** Adds the commands to those of their orders; gives the refusals. */
export function readCommands(
  codec: NewsCodec,
  records: readonly IncomingRecord[],
  into: Map<OrderRef, ReadCommand[]>,
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const record of records) {
    const refuse = (code: RefusalCode, fieldPaths: readonly string[] = []): void =>
      void refusals.push({ record, code, fieldPaths, step: COMMAND_STEP });
    if (record.value === null) {
      refuse('VALUE_EMPTY');
      continue;
    }
    const decoded = codec.decode(record.value, topics.erasureCommands);
    if (decoded.kind === 'refused') {
      refuse(decoded.code, decoded.fieldPaths);
      continue;
    }
    const command = decoded.value;
    const orderRef = parseOrderRef(command.orderRef);
    const faults = faultsOf(command);
    if (orderRef === undefined) refuse('FIELD_INVALID', ['orderRef']);
    else if (faults.length > 0) refuse('FIELD_INVALID', faults);
    else if (record.key?.toString('utf8') !== orderRef) refuse('KEY_MISMATCH', ['orderRef']);
    else into.set(orderRef, [...(into.get(orderRef) ?? []), { record, command }]);
  }
  return refusals;
}

function faultsOf({ commandId, action, categories, reason, reference, givenBy }: ErasureCommand): string[] {
  const isErase = action === 'ERASE';
  const checks = {
    commandId: REFERENCE.test(commandId),
    categories:
      categories.every((category) => isOneOf(ERASABLE_CATEGORIES, category)) && (isErase || categories.length === 0),
    reason: isErase ? isOneOf(COMMAND_REASONS, reason) : reason === '',
    reference: isErase ? reference === '' : REFERENCE.test(reference),
    givenBy: REFERENCE.test(givenBy),
  };
  return Object.entries(checks).flatMap(([field, isSound]) => (isSound ? [] : [field]));
}
