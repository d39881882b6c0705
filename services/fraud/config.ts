// The settings of the fraud service.
import { fileURLToPath } from 'node:url';
import { type Compiled, defineBlock } from '#shared/config/block';
import { text, wholeNumber } from '#shared/config/text-schemas';

export interface FraudConfig {
  /** Folder of lists; null: none but those that come with packages. */
  readonly listsDirectory: string | null;
  readonly listsStaleAfterMs: number;
  /** Rule-set file that is watched; null: the one that comes with the broker. */
  readonly rulesFile: string | null;
}

/** The rules that come with the broker. */
export const OWN_RULES = fileURLToPath(new URL('rules/default.yaml', import.meta.url));

const DAY_MS = 86_400_000;

export const FRAUD_SERVICE = defineBlock({
  name: 'fraud service',
  variables: {
    FRAUD_LISTS_DIR: {
      schema: text(),
      fallback: null,
      meaning:
        'Folder with `vpn.txt`, `datacentre.txt`, `tor.txt`, `relay.txt`, `hosting.txt` (networks) and `disposable-mail.txt` (domains), any of them; replaced live.',
      remedy: 'Name a folder',
    },
    FRAUD_LISTS_STALE_DAYS: {
      schema: wholeNumber(1, 3_650),
      fallback: '30',
      meaning: 'Older lists are still used, and every assessment says that they are stale.',
      remedy: 'Use a number of days from 1 to 3650',
    },
    FRAUD_RULES_FILE: {
      schema: text(),
      fallback: null,
      meaning: 'Rule-set file, replaced live; unset: services/fraud/rules/default.yaml.',
      remedy: 'Name a file',
    },
  },
  compile: (values): Compiled<FraudConfig> => ({
    config: {
      listsDirectory: values.FRAUD_LISTS_DIR ?? null,
      listsStaleAfterMs: values.FRAUD_LISTS_STALE_DAYS * DAY_MS,
      rulesFile: values.FRAUD_RULES_FILE ?? null,
    },
  }),
});
