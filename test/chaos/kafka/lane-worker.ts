// A service of its own process for the chaos tests: copies numbered records until it is told to stop, stopped or killed.
// Arguments: topic prefix, name of the worker. Writes `ready` once it has joined.
import { createStartLaneConsumer } from '#shared/kafka/lane-consumer';
import { copying } from '#test/integration/shared/kafka/accounting';
import { createClient, LANES, QUICK } from '#test/integration/shared/kafka/kafka-bench';

const [prefix = '', name = ''] = process.argv.slice(2);
const topic = (short: string): string => `${prefix}${short}`;

const start = createStartLaneConsumer({
  client: createClient(name),
  lanes: LANES,
  prefix,
  settings: { ...QUICK, unitRecords: 15 },
});
const consumer = await start({
  service: 'chaos',
  inputs: [{ topic: topic('in'), layout: 'by-lane' }],
  handler: copying(topic('out'), topic('second'), () => new Promise((resolve) => setTimeout(resolve, 3))),
});
void consumer.failed.then((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.on('SIGTERM', () => void consumer.stop().then(() => process.exit(0)));
await consumer.ready;
process.stdout.write('ready\n');
