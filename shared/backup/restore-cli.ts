// `npm run restore -- --from DIR`. Exit code 0: restored; 1: refused; 2: something could not be reached; 64: usage.
import { parseArgs } from 'node:util';
import { endCommand } from '#shared/runtime/end-command';
import { BACKUP_VERDICTS } from './verdicts.js';
import { renderRestored } from './render-restored.js';
import { restoreBackup } from './restore.js';
import { withToolPlatform } from './tool-platform.js';

const HELP = `npm run restore -- --from DIR [--replace] [--ledger DIR]
  Restores a backup into the configured database, which must be empty, and into topics that are empty. Stop the services first.
  What the erasure ledger says was erased since is not brought back: its keys are left out or destroyed again before
  anything can be served, and while the restore is not finished no service starts on the database.
  Topics that have records are kept as they are, and the services go back to where they had read when the backup was made.
  Orders placed after the backup have lost their keys: they are withdrawn and listed, so that they can be published again.
  --replace      empties the database first
  --ledger DIR   for the case that Kafka itself was lost: the newest backup there is, whose ledger then counts
Exit code 0: restored, 1: refused (expired, broken or foreign backup; services running; database not empty), 2: not reached.
Settings: KAFKA_*, MONGODB_*, SCHEMA_REGISTRY_URL, KEYRING_DIR, TOPIC_PREFIX (shared/config/README.md).
`;

interface Arguments {
  readonly from?: string | undefined;
  readonly replace?: boolean | undefined;
  readonly ledger?: string | undefined;
  readonly help?: boolean | undefined;
}

function argumentsGiven(): Arguments {
  try {
    return parseArgs({
      options: {
        from: { type: 'string' },
        replace: { type: 'boolean' },
        ledger: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch {
    return {};
  }
}

async function main(): Promise<number> {
  const { from, replace, ledger, help } = argumentsGiven();
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (from === undefined) {
    process.stderr.write(`Say --from and the folder of a backup; besides that --replace and --ledger.\n\n${HELP}`);
    return 64;
  }
  const restored = await withToolPlatform('restore', ({ platform, keyring, store }) =>
    restoreBackup({ platform, keyring, store, onStep: (step) => void process.stderr.write(`  ${step} …\n`) }, from, {
      ...(replace === undefined ? {} : { isReplacing: replace }),
      ...(ledger === undefined ? {} : { ledgerDirectory: ledger }),
    }),
  );
  process.stdout.write(renderRestored(restored));
  return 0;
}

endCommand(main(), BACKUP_VERDICTS);
