// The arguments of `npm start`, and what its help says of them.
import { parseArgs } from 'node:util';

export interface StartArguments {
  readonly once: boolean;
  readonly orders: number;
  /** Orders per second. */
  readonly rate: number;
  /** Business milliseconds per real one. */
  readonly speed: number;
  readonly seed: string;
}

export const START_HELP = `npm start [-- --once] [--orders N] [--rate N] [--speed X] [--seed TEXT]

Starts Kafka, the schema registry and MongoDB (or uses those that KAFKA_BROKERS names), all services, a simulated shop and two carriers.
  --once       play the sample to its end: every order delivered, finished and erased everywhere; print the summary and exit
  --orders N   how many orders (500); without --once the shop goes on with one every two seconds
  --rate N     orders per second (50)
  --speed X    how fast time runs (4320: a day passes in 20 s, so that there is time to look; with --once 86400: a day in a second)
  --seed TEXT  the same seed gives the same orders; default: a new one for each run, so that runs on one stack do not meet
`;

const DEFAULTS = { orders: 500, rate: 50, speed: 4_320, speedOnce: 86_400 } as const;
const DAY_SECONDS = 86_400;

/** Ends the process with what to do when an argument is not understood. */
export function parseStartArguments(args: readonly string[]): StartArguments | 'help' {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        orders: { type: 'string' },
        rate: { type: 'string' },
        speed: { type: 'string' },
        seed: { type: 'string' },
      },
    });
    if (values.help) return 'help';
    return {
      once: values.once,
      orders: positive('orders', values.orders, DEFAULTS.orders),
      rate: positive('rate', values.rate, DEFAULTS.rate),
      speed: positive('speed', values.speed, values.once ? DEFAULTS.speedOnce : DEFAULTS.speed),
      seed: values.seed ?? new Date().toISOString(),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${START_HELP}`);
    process.exit(64);
  }
}

/** What the person at the terminal is about to see. */
export function aheadLine({ once, orders, seed, speed }: StartArguments): string {
  const day = DAY_SECONDS / speed;
  const days = `a day passes in ${Number(day.toPrecision(3))} s`;
  return once
    ? `${orders} orders to their end (seed ${seed}); ${days}`
    : `${orders} orders and more after them, until Ctrl-C (seed ${seed}); ${days}`;
}

function positive(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} must be a positive number`);
  return value;
}
