import { createMemoryEarlyEvents } from '#services/intake/store/memory-early-events';
import { describeEarlyEvents } from '../support/early-events-suite.js';

describeEarlyEvents('the waiting room of intake in memory', () => Promise.resolve(createMemoryEarlyEvents()));
