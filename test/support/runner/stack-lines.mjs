// Stacks of failures as the reader of a test wants them: lines of the source, and none of the runner.
import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('.', import.meta.url));

export function showSourcesInStacks() {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map(lineOf).filter((line) => !line.includes(RUNNER));
    return [headOf(error), ...lines].join('\n    at ');
  };
}

function headOf(error) {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

function lineOf(frame) {
  const text = String(frame);
  const file = frame.getFileName();
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  if (!file?.startsWith('file:') || line === null || column === null) return text;
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  const at = entry?.originalLine === undefined ? [line, column] : [entry.originalLine + 1, entry.originalColumn + 1];
  return text.replace(`${file}:${line}:${column}`, () => [fileURLToPath(file), ...at].join(':'));
}
