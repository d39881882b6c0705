// The mirror in memory keeps the contract of every mirror store.
import { createMemoryMirrorStore } from '#shared/mirror/memory-mirror-store';
import { describeMirrorStore } from './support/mirror-store-suite.js';

describeMirrorStore('memory', () => {
  const store = createMemoryMirrorStore();
  return Promise.resolve({ store, rows: () => Promise.resolve(new Map(store.rows)) });
});
