// One process of the runner: is told a file, runs it as jest would, says what it came to, and keeps what it has loaded for the next.
import { pathToFileURL } from 'node:url';
import { compiledOf } from './compile.mjs';
import { runFile } from './run-file.mjs';
import { showSourcesInStacks } from './stack-lines.mjs';

showSourcesInStacks();

let configs;
let isSetUp = false;

process.on('message', (message) => {
  if (message.testPath === undefined) configs = message;
  else void answer(message.testPath).then((told) => process.send(told));
});
process.on('disconnect', () => process.exit());

async function answer(testPath) {
  try {
    if (!isSetUp) for (const file of configs.projectConfig.setupFiles) await import(pathToFileURL(compiledOf(file)));
    isSetUp = true;
    const result = await runFile(configs, testPath);
    return { result, memoryBytes: process.memoryUsage.rss() };
  } catch (error) {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    return { error: { message, stack }, memoryBytes: process.memoryUsage.rss() };
  }
}
