// The store in memory keeps the same contract as the one in MongoDB.
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { describeKeyStore } from './support/key-store-suite.js';

const store = createMemoryKeyStore();
describeKeyStore('memory', () => store);
