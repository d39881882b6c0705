// The arguments of `npm run replay`, and what its help says of them.
import { parseArgs } from 'node:util';
import type { Pace } from './pace.js';

export interface ReplayArguments {
  readonly source: 'olist';
  readonly folder: string;
  /** The oldest so many orders; Infinity: all. */
  readonly orders: number;
  readonly pace: Pace;
}

export type ParsedReplay =
  | { readonly kind: 'replay'; readonly arguments: ReplayArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'misused'; readonly message: string };

export const REPLAY_HELP = `npm run replay -- --source olist --dir DIR [--orders N] [--rate N] [--speed X] [--under-way N]

Publishes a real order history as the order service, reports on its parcels as the carrier does, and follows what becomes of each
order. Prints a table of expected against actual final states; exits 0 only when every order ended as its history says.
The services must be running (npm start, or npm run stack -- up and npm run services).

  --source olist   the history: the Brazilian marketplace Olist, 2016 to 2018; see shared/replay/olist/README.md
  --dir DIR        folder with its CSV files, plain or gzipped
  --orders N       the oldest N orders only (all)
  --rate N         N orders per second, whatever time passed between them in the history
  --speed X        as in the history, X times faster: 86400 lets a day pass in a second; with --rate only within each order
  --under-way N    without --rate and --speed: as fast as the system follows, with N orders under way at most (2000)

An interrupted replay goes on where it stopped when it is started again: what is over is left alone.
Exit code 0: every order ended as its history says; 1: not all did; 2: history or broker could not be read; 64: usage; 130: stopped.
`;

const MOST_UNDER_WAY = 2_000;

export function parseReplayArguments(args: readonly string[]): ParsedReplay {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        source: { type: 'string' },
        dir: { type: 'string' },
        orders: { type: 'string' },
        rate: { type: 'string' },
        speed: { type: 'string' },
        'under-way': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.source !== 'olist') throw new RangeError('--source must be olist');
    if (values.dir === undefined || values.dir === '')
      throw new RangeError('--dir must name the folder of the history');
    const orders = values.orders === undefined ? Number.POSITIVE_INFINITY : whole('orders', values.orders);
    const pace = paceOf(values.rate, values.speed, values['under-way']);
    return { kind: 'replay', arguments: { source: values.source, folder: values.dir, orders, pace } };
  } catch (error) {
    return { kind: 'misused', message: (error as Error).message };
  }
}

function paceOf(rate: string | undefined, speed: string | undefined, underWay: string | undefined): Pace {
  if (underWay !== undefined && (rate !== undefined || speed !== undefined)) {
    throw new RangeError('--under-way goes with neither --rate nor --speed');
  }
  const factor = speed === undefined ? Number.POSITIVE_INFINITY : positive('speed', speed);
  if (rate !== undefined) return { kind: 'rate', ordersPerSecond: positive('rate', rate), factor };
  if (speed !== undefined) return { kind: 'speed', factor };
  return { kind: 'follow', mostUnderWay: underWay === undefined ? MOST_UNDER_WAY : whole('under-way', underWay) };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new RangeError(`--${name} must be a number above 0`);
  return value;
}

function whole(name: string, text: string): number {
  const value = positive(name, text);
  if (!Number.isInteger(value)) throw new RangeError(`--${name} must be a whole number`);
  return value;
}
