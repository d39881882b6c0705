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

/** What went wrong and what to do. The text of a foreign error is not told: it may quote a record. */
export function explainFailure(
  error: unknown,
  verdicts = NO_CODES,
): { readonly text: string; readonly exitCode: 1 | 2 } {
  const { code } = classify(error);
  const message = isFulfilmentError(error) ? error.message : `${code}: ${CATALOGUE[code].summary}`;
  return { text: `${message}\nWhat to do: ${CATALOGUE[code].whatToDo}\n`, exitCode: verdicts.has(code) ? 1 : 2 };
}
