// `npm run ingress-keys -- status|rotate`: the keys to which publishers seal. Exit code 0: done; 2: the keyring could not be read; 64: usage.
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { createSystemClock } from '#shared/domain/system-clock';
import { explainFailure } from '#shared/runtime/end-command';
import { createFileIngressKeys } from './file-ingress-keys.js';
import { renderIngressKeys } from './render-ingress-keys.js';

const HELP = `npm run ingress-keys -- status
  The keys to which publishers seal personal blocks at the source: names, age, until when replaced ones open.
npm run ingress-keys -- rotate
  Makes a new key. Running intake services announce it on orders.ingress-keys within seconds; the one before opens for the
  grace period (INGRESS_KEY_GRACE_MS) and is destroyed once nothing on the ingress topic can need it any more.
Exit code 0: done, 2: the keyring could not be read, 64: usage.
Settings: KEYRING_DIR, INGRESS_KEY_GRACE_MS (shared/config/README.md).
`;

function main(args: readonly string[]): number {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const [command] = args;
  if (args.length !== 1 || (command !== 'status' && command !== 'rotate')) {
    process.stderr.write(`Say status or rotate.\n\n${HELP}`);
    return 64;
  }
  const { keyring } = loadConfig({ keyring: KEYRING });
  const keys = createFileIngressKeys(keyring.directory);
  if (command === 'rotate') {
    const { keyId } = keys.rotate();
    process.stdout.write(`${keyId} is the newest key now; running intake services announce it within seconds.\n\n`);
  }
  const { directory, ingressGraceMs: graceMs } = keyring;
  process.stdout.write(
    renderIngressKeys({ keyring: directory, keys: keys.list(), graceMs, nowMs: createSystemClock().nowMs() }),
  );
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(explainFailure(error).text);
  process.exitCode = 2;
}
