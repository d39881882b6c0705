// All blocks that shared/ offers, for the documentation and its law; services may declare their own beside these.
import { CLOCK } from './clock.js';
import { ERASURE } from './erasure.js';
import { HTTP } from './http.js';
import { KAFKA } from './kafka.js';
import { KEYRING } from './keyring.js';
import { LOGGING } from './logging.js';
import { MONGO } from './mongo.js';
import { PARTICIPANTS } from './participants.js';
import { REGISTRY } from './registry.js';
import { TOPICS } from './topics.js';

export const SHARED_BLOCKS = [
  KAFKA,
  REGISTRY,
  MONGO,
  KEYRING,
  CLOCK,
  TOPICS,
  HTTP,
  LOGGING,
  ERASURE,
  PARTICIPANTS,
] as const;
