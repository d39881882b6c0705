// What a command says when it could not do its work, and the exit code that goes with it.
import { CATALOGUE, type ErrorCode } from '#shared/errors/catalogue';
import { classify } from '#shared/errors/classify';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';

/** Answers, not outages: exit code 1. */
const VERDICTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BACKUP_EXPIRED',
  'BACKUP_FOREIGN',
  'BACKUP_BROKEN',
  'RESTORE_REFUSED',
  'LEDGER_BROKEN',
]);

export function explainFailure(error: unknown): { readonly text: string; readonly exitCode: 1 | 2 } {
  const { code } = classify(error);
  const message = isFulfilmentError(error) ? error.message : `${code}: ${CATALOGUE[code].summary}`;
  return { text: `${message}\nWhat to do: ${CATALOGUE[code].whatToDo}\n`, exitCode: VERDICTS.has(code) ? 1 : 2 };
}
