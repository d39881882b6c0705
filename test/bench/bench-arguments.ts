// What stands on the command line of `npm run bench`, checked before a stack is started for it.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import type { Wanted } from './run-stages.js';

export const BENCH_HELP = `npm run bench -- [--orders N] [--road N] [--rate N] [--seconds N] [--erasures N] [--erased-before N] [--timers N] [--observations N] [--share N] [--stages S] [--profile] [--out DIR]

Measures throughput as a ratio to bare kafkajs passing on the same bytes in the same run, and latency at a fixed rate.
Starts a stack of its own without fast-start flags; with KAFKA_BROKERS set it uses that one.
  --orders N    orders per throughput stage (100000)
  --road N      orders through all services together, for memory over time (200000)
  --rate N      orders per second of the latency stage (500)
  --seconds N   its length (20)
  --erasures N  orders of the erasure stage, after a tenth of them (40000: twenty seconds, of which node and Kafka warm up in the first)
  --erased-before N  the erasure stage also with so many orders erased before, as a ratio to a tenth of them (0: not measured; 100000: four minutes)
  --timers N    pending timers, after a thousand (1000000)
  --observations N  stored by fraud control, after a hundredth of them (1000000)
  --share N     of stage two, percent of a core that each process may use, so that there are cores free for the second one (0: not bounded; takes root)
  --stages S    only these, by commas: one, two, sealed, policy, look-ups, fraud, latency, road, erasures, timers (all); one: a process of each service, two: two of each beside one,
                sealed: orders sealed at the source beside plain ones, policy: carriers under the
                full policy beside the smallest, look-ups: at the desk, 200/s beside orders; fraud: fraud-throughput, fraud-latency,
                fraud-flat and backtest, each to be had alone
  --profile     write processor profiles of intake, carriers and what erases beside the figures
  --out DIR     where the JSON, the Markdown table and the profiles go (reports/bench)
Exit code 0: measured; 1: a stage did not come to its end; 64: usage.
`;

const USUAL = ['one', 'two', 'sealed', 'policy', 'look-ups', 'fraud', 'latency', 'road', 'erasures', 'timers'] as const;
const STAGES: ReadonlySet<string> = new Set([...USUAL, 'fraud-throughput', 'fraud-latency', 'fraud-flat', 'backtest']);
/** Each a whole number: how many at least, and how many unless told otherwise. */
const COUNTS = {
  orders: [1, 100_000],
  road: [1, 200_000],
  rate: [1, 500],
  seconds: [1, 20],
  erasures: [1, 40_000],
  'erased-before': [0, 0],
  observations: [1, 1_000_000],
  timers: [1, 1_000_000],
  share: [0, 0],
} as const;

export type BenchAsked = Omit<Wanted, 'say' | 'profileDir'> & { readonly profile: boolean; readonly out: string };

/** What was asked for, `help`, or what is wrong with it. */
export function readBenchArguments(args: readonly string[]): BenchAsked | 'help' | { readonly wrong: string } {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        orders: text,
        road: text,
        rate: text,
        seconds: text,
        erasures: text,
        'erased-before': text,
        observations: text,
        timers: text,
        share: text,
        stages: { type: 'string', default: USUAL.join(',') },
        profile: { type: 'boolean', default: false },
        out: { type: 'string', default: path.join(repositoryRoot(), 'reports', 'bench') },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const stages = values.stages.split(',');
    const unknown = stages.find((stage) => !STAGES.has(stage));
    if (unknown !== undefined) return { wrong: `There is no stage ${unknown}. There are: ${[...STAGES].join(', ')}.` };
    const count = (name: keyof typeof COUNTS): number => countOf(name, values[name]);
    return {
      stages: new Set(stages),
      orders: count('orders'),
      road: count('road'),
      rate: count('rate'),
      seconds: count('seconds'),
      erasures: count('erasures'),
      erasedBefore: count('erased-before'),
      observations: count('observations'),
      timers: count('timers'),
      sharePercent: count('share'),
      profile: values.profile,
      out: path.resolve(values.out),
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function countOf(name: keyof typeof COUNTS, text: string | undefined): number {
  const [least, usual] = COUNTS[name];
  if (text === undefined) return usual;
  const count = Number(text);
  if (text.trim() === '' || !Number.isInteger(count) || count < least)
    throw new RangeError(`--${name} must be a whole number from ${least}.`);
  return count;
}
