// `npm run replay`: a real order history, published as shop and carrier, followed to its end, compared with what history says.
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { createRefs } from '#shared/refs/refs';
import { explainFailure } from '#shared/runtime/end-command';
import { carrierConnection, OUTSIDE, orderServiceConnection } from '#shared/sample/outside/outside-config';
import { openKeyring } from '#shared/vault/open-keyring';
import { renderReport } from './final-report.js';
import { olistHistory } from './olist/history-to-events.js';
import { readOlist } from './olist/read-olist.js';
import type { OrderHistory } from './order-history.js';
import { createProgressLine } from './progress-line.js';
import { startReplay } from './replay.js';
import { parseReplayArguments, REPLAY_HELP, type ReplayArguments } from './replay-arguments.js';
import { environmentOfStack } from './stack-of-command.js';

const EXIT = { fine: 0, astray: 1, unreachable: 2, usage: 64, interrupted: 130 } as const;
const SHOWN_EVERY_MS = 250;
const CARRIER = 'parcelway';

const parsed = parseReplayArguments(process.argv.slice(2));
if (parsed.kind === 'help') process.stdout.write(REPLAY_HELP);
else if (parsed.kind === 'misused') {
  process.stderr.write(`${parsed.message}\n\n${REPLAY_HELP}`);
  process.exitCode = EXIT.usage;
} else process.exitCode = await replay(parsed.arguments).catch(explain);

async function replay({ folder, orders, pace }: ReplayArguments): Promise<number> {
  const environment = await environmentOfStack(process.env);
  if (environment === null) {
    process.stderr.write(
      'There is no stack up and KAFKA_BROKERS is not set. Start one: npm start, or npm run stack -- up\n',
    );
    return EXIT.unreachable;
  }
  const config = loadConfig(
    { kafka: KAFKA, registry: REGISTRY, topics: TOPICS, keyring: KEYRING, outside: OUTSIDE },
    environment,
  );
  const refs = createRefs((await openKeyring(config.keyring)).derive('refs'));
  const clock = createSystemClock();
  process.stdout.write(`Reading the history in ${folder} …\n`);
  const rows = (await readOlist(folder)).slice(0, orders);
  function* histories(): Generator<OrderHistory> {
    for (const row of rows) yield olistHistory(row);
  }
  process.stdout.write(`${rows.length} orders; reading what the broker knows of them already …\n`);
  const running = await startReplay({
    orderService: orderServiceConnection(config),
    carrier: carrierConnection(config, CARRIER),
    carrierId: CARRIER,
    topicPrefix: config.topics.prefix,
    runId: `${clock.nowMs().toString(36)}-${process.pid}`,
    orderIds: rows.map(({ orderId }) => orderId),
    histories,
    pace,
    shipmentRefOf: (orderId) => refs.shipmentRef(CARRIER, orderId, 1),
    clock,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, running.stop);
  const line = createProgressLine(process.stdout, rows.length, clock.nowMs);
  const showing = setInterval(() => line.show(running.counts()), SHOWN_EVERY_MS);
  const { end, report } = await running.ended.finally(() => clearInterval(showing));
  const counts = running.counts();
  line.end(counts);
  if (end === 'stalled') process.stdout.write('\nNothing happened any more although orders were still under way.\n');
  if (end === 'stopped') {
    const { accounted, orders: all } = report;
    process.stdout.write(
      `\nStopped: ${accounted} of ${all} orders are where their history ends. Start it again to go on.\n`,
    );
    return EXIT.interrupted;
  }
  process.stdout.write(`\n${renderReport(report, counts.erased)}`);
  return report.accounted === report.orders ? EXIT.fine : EXIT.astray;
}

function explain(error: unknown): number {
  process.stderr.write(`\n${explainFailure(error).text}`);
  return EXIT.unreachable;
}
