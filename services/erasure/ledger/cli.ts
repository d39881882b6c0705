// `npm run ledger`: checks the whole ledger, proves the erasure of one order, prints the key that others check with.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { parseOrderRef } from '#shared/domain/refs';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { createRefs } from '#shared/refs/refs';
import { openKeyring } from '#shared/vault/open-keyring';
import { createKafkaLedgerSource } from '#shared/ledger-proof/kafka-ledger-source';
import { EXIT, runCommand, UsageError } from '../commands/operator-cli.js';
import { createLedgerSigner, LEDGER_KEY } from '#shared/ledger-proof/checkpoint';
import { type Proof, proveOrder } from '#shared/ledger-proof/prove-order';
import { certificatePage, certificateText } from '#shared/ledger-proof/render-certificate';
import { renderVerification } from './render-verification.js';
import { verifyLedger } from './verify-ledger.js';

const HELP = `npm run ledger -- verify [--public-key FILE]
npm run ledger -- prove ORDER_ID|REF [--json | --html] [--to DIR]
npm run ledger -- key

verify  reads the erasure ledger from its first entry to its last and checks that nothing was changed, removed, inserted, re-ordered
        or doubled, that every completed erasure was started before, and that it agrees with every signed checkpoint: nothing was
        rewritten or cut off since. Prints counts, what is still under way, and the first fault with its place.
prove   prints the certificate of one order: when what of it was erased, why, who confirmed; and the proof, which anybody can check with
        the public key alone (services/erasure/ledger/check-certificate.py). No personal data in it, the order number neither.
  --json, --html   as JSON or as a page, instead of text
  --to DIR         writes certificate.json, certificate.html, key.pem and check-certificate.py there: all that a check needs
key     prints the public key that checkpoints are signed with, to be handed to whoever is to check
  --public-key FILE   check with this key instead of the keyring's
Exit code 0: sound, or proven; 1: it is not; 2: it could not be read; 64: usage.
Settings: KAFKA_*, SCHEMA_REGISTRY_URL, TOPIC_PREFIX, KEYRING_DIR (shared/config/README.md); without KAFKA_BROKERS the local stack that
is up in STACK_DIR (default .stack).
`;

/** The ledger is signed within a second of its last entry. */
const SIGNING_PATIENCE_MS = 10_000;
const PAUSE_MS = 500;
const CHECKER = 'check-certificate.py';

runCommand(HELP, async (args) => {
  const { values, positionals } = parse(args);
  const [what, order, ...rest] = positionals;
  if (what === 'verify' && order === undefined) return verify(values['public-key']);
  if (what === 'key' && order === undefined) return say((await signer()).publicKey);
  if (what === 'prove' && order !== undefined && rest.length === 0) return prove(order, values);
  throw new UsageError('Say verify, prove and one order, or key.');
});

async function verify(keyFile: string | undefined): Promise<number> {
  const { codec, ledger, checkpoints } = open();
  const publicKey = keyFile === undefined ? await keyOfKeyring() : readFileSync(keyFile, 'utf8');
  const signatures = publicKey === null ? null : { source: checkpoints, publicKey };
  const verified = await verifyLedger(codec, ledger, signatures);
  say(renderVerification(verified));
  return verified.fault === null ? EXIT.done : EXIT.refused;
}

async function prove(order: string, values: ReturnType<typeof parse>['values']): Promise<number> {
  const { codec, ledger, checkpoints } = open();
  const { publicKey } = await signer();
  const orderRef = parseOrderRef(order) ?? createRefs((await keyring()).derive('refs')).orderRef(order);
  const untilMs = Date.now() + SIGNING_PATIENCE_MS;
  let proof: Proof;
  while (
    (proof = await proveOrder({ codec, source: ledger, checkpoints, publicKey }, orderRef)).kind === 'not-signed-yet'
  ) {
    if (Date.now() > untilMs) break;
    await sleep(PAUSE_MS);
  }
  if (proof.kind !== 'proven') {
    const why = {
      unknown: 'The ledger has no entry about this order: nothing of it was erased.',
      'not-signed-yet': 'Its entries are not signed yet: is the service of erasure running?',
    };
    process.stderr.write(`${orderRef}: ${why[proof.kind]}\n`);
    return EXIT.refused;
  }
  const { certificate } = proof;
  const json = `${JSON.stringify(certificate, null, 2)}\n`;
  if (values.to !== undefined) {
    mkdirSync(values.to, { recursive: true });
    const checker = readFileSync(join(repositoryRoot(), 'services/erasure/ledger', CHECKER), 'utf8');
    const page = certificatePage(certificate);
    const files = { 'certificate.json': json, 'certificate.html': page, 'key.pem': publicKey, [CHECKER]: checker };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(values.to, name), content);
  }
  return say(
    values.json === true ? json : values.html === true ? certificatePage(certificate) : certificateText(certificate),
  );
}

function open() {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS });
  const { prefix } = config.topics;
  const clock = createSystemClock();
  const logger = createLogger({ service: 'ledger', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'ledger-cli', logger, clock, random: Math.random });
  const registry = createRegistryClient(config.registry);
  return {
    codec: createAvroCodec({ registry, topicPrefix: prefix, clock }),
    ledger: createKafkaLedgerSource(kafka, `${prefix}${topics.erasureLedger.name}`),
    checkpoints: createKafkaLedgerSource(kafka, `${prefix}${topics.erasureCheckpoints.name}`),
  };
}

async function keyring() {
  return await openKeyring(loadConfig({ keyring: KEYRING }).keyring);
}

async function signer() {
  return createLedgerSigner((await keyring()).derive(LEDGER_KEY));
}

/** Null where there is no keyring: the chain can be checked without. */
async function keyOfKeyring(): Promise<string | null> {
  try {
    return (await signer()).publicKey;
  } catch {
    return null;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        html: { type: 'boolean' },
        to: { type: 'string' },
        'public-key': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}
