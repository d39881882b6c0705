// How analysts name a device, an address, an account …: by its hash, or as that of an order they are looking at.
import type { Assessment } from '#schemas/generated/records';
import { HANDLE_KINDS, type HandleKind } from '../domain/observed-order.js';

export interface Entity {
  readonly kind: HandleKind;
  readonly hash: string;
}

const WRITTEN = /^([a-z]+)(?::([A-Za-z0-9_-]{6,64})|@(.+))$/;

export const ENTITY_HELP = `device@ORDER or device:HASH; instead of device also ${HANDLE_KINDS.slice(1).join(', ')}`;

/**
 * @param find an order by its number or ref
 * @returns what it names, or what is wrong with it
 */
export function entityOf(
  written: string,
  find: (order: string) => Pick<Assessment, 'handles'> | undefined,
): Entity | { readonly wrong: string } {
  const [, word = '', hash, order] = WRITTEN.exec(written) ?? [];
  const kind = HANDLE_KINDS.find((each) => each === word);
  if (kind === undefined) return { wrong: `${written} names nothing: write ${ENTITY_HELP}.` };
  if (hash !== undefined) return { kind, hash };
  const assessment = find(order ?? '');
  if (assessment === undefined)
    return { wrong: 'There is no assessment of this order: it was not seen by fraud control, or it is erased.' };
  const handle = assessment.handles.find((each) => each.kind === kind);
  return handle === undefined ? { wrong: `Of this order no ${kind} is known.` } : { kind, hash: handle.hash };
}
