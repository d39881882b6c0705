// `npm run backup -- --to DIR`. Exit code 0: made; 1: refused; 2: something could not be reached; 64: usage.
import { parseArgs } from 'node:util';
import { endCommand } from '#shared/runtime/end-command';
import { BACKUP_VERDICTS } from './verdicts.js';
import { takeBackup } from './take-backup.js';
import { withToolPlatform } from './tool-platform.js';

const HELP = `npm run backup -- --to DIR
  Writes the database, as it is at one moment, and the sealed topics with the erasure ledger into DIR, which is made and must be
  empty. Services may run meanwhile. Everything is encrypted under a key that dies with the next rotation of the
  key-encryption key (npm run keys -- status): after it nobody can read the backup, so make a new one then.
  Not in it: the keyring (keep it elsewhere), and topics that may hold plaintext.
Exit code 0: made, 1: refused, 2: something could not be reached, 64: usage.
Settings: KAFKA_*, MONGODB_*, SCHEMA_REGISTRY_URL, KEYRING_DIR, TOPIC_PREFIX (shared/config/README.md).
`;

const grouped = (count: number): string => count.toLocaleString('en-GB');

async function main(): Promise<number> {
  let to: string | undefined;
  try {
    const { values } = parseArgs({ options: { to: { type: 'string' }, help: { type: 'boolean' } } });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    to = values.to;
  } catch {
    to = undefined;
  }
  if (to === undefined) {
    process.stderr.write(`Say --to and a folder, and nothing else.\n\n${HELP}`);
    return 64;
  }
  const directory = to;
  const { epoch, files, ledger } = await withToolPlatform('backup', async ({ platform, keyring, store }) =>
    takeBackup(
      {
        platform,
        keyring,
        storeId: await store.storeId(),
        onFile: ({ kind, name, records }) =>
          void process.stdout.write(`  ${kind.padEnd(10)} ${name.padEnd(28)} ${grouped(records).padStart(12)}\n`),
      },
      directory,
    ),
  );
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  process.stdout.write(
    `Backup made in ${directory}: ${files.length} files, ${grouped(Math.ceil(bytes / 1024))} KiB, encrypted under epoch ${epoch}.\n` +
      `It can be read until that epoch is rotated away. Ledger: ${grouped(ledger.sequence)} entries, the last one ${ledger.hash}\n`,
  );
  return 0;
}

endCommand(main(), BACKUP_VERDICTS);
