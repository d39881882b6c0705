// The keyring in memory keeps the same contract as the one in files.
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { describeKeyring } from './support/keyring-suite.js';

describeKeyring('memory', createMemoryKeyring);
