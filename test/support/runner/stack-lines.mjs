// Stacks of failures as the reader of a test wants them: lines of the source, and none of the runner.
import { fileURLToPath } from 'node:url';
import { sourceOf } from './compile.mjs';

const RUNNER = fileURLToPath(new URL('.', import.meta.url));

export function showSourcesInStacks() {
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
  const place = fileURLToPath(file);
  const at = sourceOf(place, line, column) ?? [place, line, column];
  return text.replace(`${file}:${line}:${column}`, () => at.join(':'));
}
