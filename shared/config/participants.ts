// Who of the broker's own services confirms every erasure. One setting for those who wait and for those who confirm, so that they never disagree.
import { type Compiled, defineBlock } from './block.js';
import { textLike } from './text-schemas.js';

export interface ParticipantsConfig {
  /** Services that have to send a receipt before an erasure is complete. */
  readonly participants: readonly string[];
}

/** Every service that keeps anything of an order. The mailbox keeps nothing. */
const ALL = 'intake,carriers,notifications,desk,fraud';

export const PARTICIPANTS = defineBlock({
  name: 'participants',
  variables: {
    ERASURE_PARTICIPANTS: {
      schema: textLike(
        /^[a-z][a-z0-9-]{0,63}(?:,[a-z][a-z0-9-]{0,63})*$/,
        'must be names of small letters, digits and hyphens, separated by commas',
      ),
      fallback: ALL,
      meaning:
        'Which services have to confirm before an erasure is complete: all that run and keep anything of an order. The same for every process.',
      remedy: 'List those that run, e.g. intake,carriers,notifications where there is neither desk nor fraud control',
    },
  },
  compile: (values): Compiled<ParticipantsConfig> => ({
    config: { participants: values.ERASURE_PARTICIPANTS.split(',') },
  }),
});
