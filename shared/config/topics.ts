// How topics are named: one prefix lets several environments or test files share a Kafka.
import { type Compiled, defineBlock } from './block.js';
import { textLike } from './text-schemas.js';

export interface TopicsConfig {
  /** Put in front of every topic, group and transactional id as it is; '' in production. */
  readonly prefix: string;
}

export const TOPICS = defineBlock({
  name: 'topics',
  variables: {
    TOPIC_PREFIX: {
      schema: textLike(/^[A-Za-z0-9._-]{0,64}$/, 'must be at most 64 letters, digits, ., _ or -'),
      fallback: '',
      meaning: 'Put in front of every topic, group and transactional id, e.g. `staging.`; unset: nothing.',
      remedy: 'Use letters, digits, dots, underscores and hyphens',
    },
  },
  compile: (values): Compiled<TopicsConfig> => ({ config: { prefix: values.TOPIC_PREFIX } }),
});
