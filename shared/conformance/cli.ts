// `npm run conformance`. Exit code 0: the store conforms; 1: it does not; 2: something could not be reached; 64: usage.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { createSystemClock } from '#shared/domain/system-clock';
import { explainFailure } from '#shared/runtime/end-command';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { openKitTopic } from './kit-topic.js';
import { openProbe } from './probes.js';
import { renderCase, renderVerdict } from './render-kit.js';
import { isConforming, runKit } from './run-kit.js';

const HELP = `npm run conformance -- --topic T --probe ADDRESS [--in NAME] [--restart COMMAND] [--patience SECONDS]
  Finds out whether a store that follows topic T deletes what it is told to. Sends marked records and tombstones into T, looks into
  the store after each, and leaves only tombstones behind. Point the store at a topic of its own for this: T is made if it does not
  exist, with a schema in the registry; never use one that a carrier works from.
  --probe mongodb://HOST/DATABASE    with --in COLLECTION
  --probe postgres://HOST/DATABASE   with --in TABLE
  --probe http://HOST/PATH/{key}     404 or 410 when nothing is there
  --restart COMMAND                  stops and starts the store again; without it that case is left out
  --patience SECONDS                 how long the store may take to show a change (20)
Exit code 0: conforms, 1: does not, 2: Kafka, registry or store could not be reached.
Settings: KAFKA_*, SCHEMA_REGISTRY_* (shared/config/README.md).
`;

interface Arguments {
  readonly topic: string;
  readonly probe: string;
  readonly within: string | undefined;
  readonly restart: string | undefined;
  readonly patienceMs: number;
}

function argumentsGiven(): Arguments | 'help' | null {
  try {
    const { values } = parseArgs({
      options: {
        topic: { type: 'string' },
        probe: { type: 'string' },
        in: { type: 'string' },
        restart: { type: 'string' },
        patience: { type: 'string', default: '20' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return 'help';
    const patienceMs = Number(values.patience) * 1_000;
    if (values.topic === undefined || values.probe === undefined || !(patienceMs > 0)) return null;
    return { topic: values.topic, probe: values.probe, within: values.in, restart: values.restart, patienceMs };
  } catch {
    return null;
  }
}

async function run({ topic, probe: address, within, restart, patienceMs }: Arguments): Promise<number> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'conformance', level: 'silent' });
  const kafka = createKafka({ config: config.kafka, clientId: 'conformance', logger, clock, random: Math.random });
  const probe = await openProbe(address, within);
  const marked = await openKitTopic({ kafka, topic, registry: config.registry });
  try {
    const results = await runKit(
      {
        send: (lane, records) => marked.send(lane, records),
        find: (key) => probe.find(key),
        restart: restart === undefined ? null : async () => void (await promisify(execFile)('sh', ['-c', restart])),
        sleep,
        nowMs: () => clock.nowMs(),
      },
      {
        run: clock.nowMs().toString(36),
        patienceMs,
        onCase: (result) => void process.stdout.write(`${renderCase(result)}\n`),
      },
    );
    process.stdout.write(renderVerdict(results));
    return isConforming(results) ? 0 : 1;
  } finally {
    await marked.close();
    await probe.close();
  }
}

async function main(): Promise<number> {
  const given = argumentsGiven();
  if (given === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (given === null) {
    process.stderr.write(`Say --topic and --probe; --patience is a number of seconds.\n\n${HELP}`);
    return 64;
  }
  return run(given);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof RangeError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(64);
    }
    process.stderr.write(explainFailure(error).text);
    process.exit(2);
  },
);
