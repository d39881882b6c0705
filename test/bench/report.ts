// The figures of a run as a Markdown table: ratios first, because absolute figures belong to one machine.
import type { CoresByProgram } from './machine-cpu.js';
import type { Erasures } from './stages/erasures.js';
import type { FraudCost } from './stages/fraud-flat.js';
import type { Latency } from './stages/latency.js';
import type { LookUps } from './stages/look-ups.js';
import { workLine } from './work-counts.js';
import type { PolicyCost } from './stages/policy-cost.js';
import type { SealedAtSource } from './stages/sealed-at-source.js';
import type { Throughput, YardstickOf } from './stages/throughput.js';
import type { Timers } from './stages/timers.js';
import type { Road } from './stages/whole-road.js';

export interface BenchReport {
  readonly at: string;
  readonly machine: {
    readonly cores: number;
    readonly model: string;
    readonly memoryGb: number;
    readonly node: string;
  };
  readonly orders: number;
  readonly stages: readonly Throughput[];
  /** Undefined: not measured in this run. */
  readonly sealing: SealedAtSource | undefined;
  readonly policy: PolicyCost | undefined;
  readonly lookedUp: LookUps | undefined;
  readonly latency: (Latency & { readonly ratePerSecond: number }) | undefined;
  /** From event to assessment. */
  readonly assessing: (Latency & { readonly ratePerSecond: number }) | undefined;
  /** What an order costs fraud control beside what is stored. */
  readonly costs: readonly FraudCost[];
  readonly backtest: { readonly orders: number; readonly ordersPerSecond: number } | undefined;
  readonly road: Road | undefined;
  readonly erasures: readonly Erasures[];
  readonly timers: readonly Timers[];
}

export function renderReport(report: BenchReport): string {
  const { machine, stages, sealing, policy, lookedUp, latency, assessing, costs, backtest, road } = report;
  const yardstick = yardstickOf(stages, 'events', 'ordersPerSecond');
  const row = ({ name, ordersPerSecond, cpuMicrosPerOrder, peakRssMb, cores }: Throughput): string =>
    `| ${name} | ${whole(ordersPerSecond)} | ${Number.isNaN(yardstick) ? '–' : (ordersPerSecond / yardstick).toFixed(2)} | ${cpuMicrosPerOrder.toFixed(1)} | ${whole(peakRssMb)} | ${splitOf(cores)} |`;
  const text = [
    `# Benchmark of ${report.at}`,
    '',
    `${machine.cores} cores (${machine.model}), ${machine.memoryGb.toFixed(0)} GB, Node ${machine.node}; ${report.orders} orders per stage; clients, Kafka and MongoDB on the same machine.`,
    '',
    '| stage | orders/s | ratio to pass-through | CPU µs per order | peak RSS MB | cores busy |',
    '|---|---:|---:|---:|---:|---|',
    ...stages.map(row),
  ];
  if (road !== undefined) {
    text.push(row({ name: `whole road, all services in one process, ${road.orders} orders`, ...road }));
  }
  text.push(...intakeLine(stages), ...carriersLine(stages), ...twoLine(stages));
  if (sealing !== undefined) {
    const { publishing, publishingCpu, intake } = sealing;
    text.push(
      '',
      `Sealed at the source, beside plain: publishing ${publishing.toFixed(2)} (${publishingCpu.toFixed(2)} by processor time), intake ${intake.toFixed(2)}.`,
    );
  }
  if (policy !== undefined) {
    const { carriers, carriersCpu, rounds } = policy;
    text.push(
      '',
      `Carriers under the full policy, beside the smallest one: ${carriers.toFixed(2)} (${carriersCpu.toFixed(2)} by processor time; medians of ${rounds} rounds by turns).`,
    );
  }
  if (lookedUp !== undefined) text.push('', lookUpsLine(lookedUp));
  if (latency !== undefined) {
    text.push(
      '',
      `Event to carrier record at ${latency.ratePerSecond} orders/s: p50 ${latency.p50Ms.toFixed(0)} ms, p99 ${latency.p99Ms.toFixed(0)} ms, max ${latency.maxMs.toFixed(0)} ms (${latency.samples} orders after warm-up); cores busy: ${splitOf(latency.cores)}.`,
    );
  }
  if (assessing !== undefined) text.push('', `${assessingLine(assessing)}.`);
  if (costs.length > 0) text.push('', ...costs.map((cost) => `- ${costLine(cost)}`));
  if (backtest !== undefined)
    text.push('', `Backtest of ${whole(backtest.orders)} past orders: ${whole(backtest.ordersPerSecond)} orders/s.`);
  if (road !== undefined) {
    text.push(
      '',
      `Memory of all services together over ${road.orders} orders: median ${whole(road.firstThirdRssMb)} MB in the first third, ${whole(road.lastThirdRssMb)} MB in the last, peak ${whole(road.peakRssMb)} MB.`,
    );
  }
  const erased = [
    ...report.erasures.map(erasuresLine),
    ...flatnessLine(report.erasures),
    ...report.timers.map(timersLine),
  ];
  if (erased.length > 0) text.push('', ...erased.map((line) => `- ${line}`));
  return `${text.join('\n')}\n`;
}

/** Of rounds by turns: a single one says little on a machine whose speed moves. */
function intakeLine(stages: readonly Throughput[]): readonly string[] {
  const rounds = stages.filter(({ name }) => name === 'intake, 1 process');
  if (rounds.length === 0) return [];
  const of = (figure: 'ordersPerSecond' | 'cpuMicrosPerOrder'): number => median(rounds.map((stage) => stage[figure]));
  const time = of('ordersPerSecond') / yardstickOf(stages, 'events', 'ordersPerSecond');
  const cpu = yardstickOf(stages, 'events', 'cpuMicrosPerOrder') / of('cpuMicrosPerOrder');
  return [
    '',
    `Intake beside a pass-through of the same events: ${time.toFixed(2)} (${cpu.toFixed(2)} by processor time; medians of ${rounds.length} rounds by turns).`,
  ];
}

/** Beside the same bytes as well: carriers reads three records where the events have one. */
function carriersLine(stages: readonly Throughput[]): readonly string[] {
  const carriers = stages.find(({ name }) => name === 'carriers, 1 process');
  if (carriers === undefined) return [];
  const time = carriers.ordersPerSecond / yardstickOf(stages, 'carriers', 'ordersPerSecond');
  const cpu = yardstickOf(stages, 'carriers', 'cpuMicrosPerOrder') / carriers.cpuMicrosPerOrder;
  return [
    '',
    `Carriers beside a pass-through of what carriers reads, two facts and an address for each order: ${time.toFixed(2)} (${cpu.toFixed(2)} by processor time).`,
  ];
}

/** What a second process adds. */
function twoLine(stages: readonly Throughput[]): readonly string[] {
  const ratioOf = (service: string): readonly string[] => {
    const [one, two] = [1, 2].map((count) =>
      stages.find(({ pair }) => pair?.service === service && pair.instances === count),
    );
    if (one === undefined || two?.pair === undefined) return [];
    const { sharePercent } = two.pair;
    const bound = sharePercent === 0 ? '' : `, each bounded to ${sharePercent} % of a core`;
    return [`${service} ${(two.ordersPerSecond / one.ordersPerSecond).toFixed(2)}${bound}`];
  };
  const ratios = ['intake', 'carriers'].flatMap(ratioOf);
  return ratios.length === 0 ? [] : ['', `Two processes beside one: ${ratios.join('; ')}.`];
}

function yardstickOf(
  stages: readonly Throughput[],
  of: YardstickOf,
  figure: 'ordersPerSecond' | 'cpuMicrosPerOrder',
): number {
  return median(stages.filter((stage) => stage.yardstickOf === of).map((stage) => stage[figure]));
}

export function erasuresLine(erased: Erasures): string {
  const {
    orders,
    erasuresPerSecond,
    sustainedPerSecond,
    provenPerSecond,
    cpuMicrosPerErasure,
    peakRssMb,
    cores,
    work,
    before,
  } = erased;
  return `${whole(orders)} erasures after ${whole(before)}: ${whole(erasuresPerSecond)}/s until keys are shredded, tombstones written and all have confirmed (${whole(sustainedPerSecond)}/s in the middle half), ${whole(provenPerSecond)}/s until proven; ${whole(cpuMicrosPerErasure)} CPU µs each in all services together, peak RSS ${whole(peakRssMb)} MB; cores busy: ${splitOf(cores)}; ${workLine(work)}`;
}

/** What an erasure costs with the most erased before, as a ratio to what it costs with the second most, of runs of one size. */
export function flatnessLine(all: readonly Erasures[]): readonly string[] {
  const sizes = all.map(({ orders }) => orders);
  const size = Math.max(...sizes.filter((orders, place) => sizes.indexOf(orders) !== place));
  const runs = all.filter(({ orders }) => orders === size).sort((one, other) => one.before - other.before);
  const [few, many] = [runs.at(-2), runs.at(-1)];
  if (few === undefined || many === undefined) return [];
  const ratio = (of: (run: Erasures) => number): string => (of(many) / of(few)).toFixed(2);
  const time = ratio(({ provenPerSecond }) => 1 / provenPerSecond);
  const cpu = ratio(({ cpuMicrosPerErasure }) => cpuMicrosPerErasure);
  const documents = ratio(({ work }) => work.documentsRead + work.documentsWritten);
  return [
    `cost of an erasure with ${whole(many.before)} erased before, as a ratio to ${whole(few.before)}: time ${time}, processor time of the services ${cpu}, documents ${documents}`,
  ];
}

export function timersLine({ pending, lookP50Ms, lookP99Ms, indexMb, heapMb }: Timers): string {
  return `${whole(pending)} pending timers: a look for what is due p50 ${lookP50Ms.toFixed(2)} ms, p99 ${lookP99Ms.toFixed(2)} ms; index ${indexMb.toFixed(1)} MB, heap of the looking process ${heapMb >= 0 ? '+' : ''}${heapMb.toFixed(1)} MB`;
}

export function assessingLine(assessing: NonNullable<BenchReport['assessing']>): string {
  const { ratePerSecond, p50Ms, p99Ms, maxMs, samples, cores } = assessing;
  return `Event to assessment at ${ratePerSecond} orders/s: p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, max ${maxMs.toFixed(0)} ms (${samples} orders after warm-up); cores busy: ${splitOf(cores)}`;
}

export function costLine({
  observations,
  alike,
  cpuMicrosPerOrder,
  ordersPerSecond,
  judged,
  startMs,
  rssMb,
}: FraudCost): string {
  const shared = alike === 0 ? '' : `, ${whole(alike)} of them of one device`;
  return `Beside ${whole(observations)} stored observations${shared}: ${cpuMicrosPerOrder.toFixed(0)} CPU µs an order, ${whole(ordersPerSecond)} orders/s, ${judged.toFixed(2)} assessments each; ready after ${(startMs / 1_000).toFixed(1)} s, ${whole(rssMb)} MB`;
}

export function lineOf({ name, ordersPerSecond, cpuMicrosPerOrder, peakRssMb, cores }: Throughput): string {
  const perSecond = whole(ordersPerSecond).padStart(8);
  return `${name.padEnd(42)} ${perSecond} orders/s  ${cpuMicrosPerOrder.toFixed(1)} µs  ${peakRssMb.toFixed(0)} MB  cores: ${splitOf(cores)}`;
}

export function lookUpsLine({
  perSecond,
  ordersPerSecond,
  samples,
  shown,
  p50Ms,
  p99Ms,
  maxMs,
  cores,
  work,
}: LookUps): string {
  return `Look-ups at the desk, ${perSecond}/s beside ${ordersPerSecond} orders/s: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, max ${maxMs.toFixed(0)} ms (${samples} look-ups after warm-up, ${shown} showed an order); cores busy: ${splitOf(cores)}; beside and for look-ups, shared out over the orders, ${workLine(work)}.`;
}

export function splitOf(cores: CoresByProgram): string {
  return Object.entries(cores)
    .map(([program, share]) => `${program} ${share.toFixed(2)}`)
    .join(', ');
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
