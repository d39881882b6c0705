// How a command ends: with the exit code of its work, or, when it could not do it, in the words of the catalogue on standard error.
import { CATALOGUE, type ErrorCode } from '#shared/errors/catalogue';
import { classify } from '#shared/errors/classify';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';

const NO_CODES: ReadonlySet<ErrorCode> = new Set();

/** @param verdicts answers, not outages: exit code 1 */
export function endCommand(work: Promise<number>, verdicts = NO_CODES): void {
  work.then(
    (code) => process.exit(code),
    (error: unknown) => {
      const { text, exitCode } = explainFailure(error, verdicts);
      process.stderr.write(text);
      process.exit(exitCode);
    },
  );
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'nothing can be written there',
  ENOTDIR: 'a part of this path is no folder',
  EISDIR: 'this is a folder, not a file',
  ENOSPC: 'there is no room left',
};

/** What went wrong and what to do. The text of a foreign error is not told: it may quote a record. */
export function explainFailure(
  error: unknown,
  verdicts = NO_CODES,
): { readonly text: string; readonly exitCode: 1 | 2 } {
  const file = fileFault(error);
  if (file !== null) return { text: `${file}\n`, exitCode: 2 };
  const { code } = classify(error);
  const message = isFulfilmentError(error) ? error.message : `${code}: ${CATALOGUE[code].summary}`;
  return { text: `${message}\nWhat to do: ${CATALOGUE[code].whatToDo}\n`, exitCode: verdicts.has(code) ? 1 : 2 };
}

/** Of files that the command line named; null for every other failure. */
function fileFault(error: unknown): string | null {
  const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const why = FILE_FAULTS[code];
  return typeof path === 'string' && syscall !== undefined && why !== undefined ? `${path}: ${why}.` : null;
}
