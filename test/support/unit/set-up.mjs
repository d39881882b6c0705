// Once per thread. A test that never ends fails by name, as with jest's own runner; and what a test starts does not get our loader.
// The real timers, kept before a test replaces those of the thread.
import { clearTimeout, setTimeout } from 'node:timers';
import { addEventHandler } from 'jest-circus';

const LONGEST_MS = 60_000;

delete process.env.NODE_OPTIONS;

addEventHandler((event, state) => {
  if (event.name !== 'add_test') return;
  const added = state.currentDescribeBlock.children.at(-1);
  if (added?.type === 'test' && typeof added.fn === 'function') added.fn = inTime(added.fn, event.timeout ?? LONGEST_MS);
});

function inTime(run, limitMs) {
  return async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the test did not end within ${limitMs} ms`)), limitMs);
    });
    try {
      await Promise.race([run(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
