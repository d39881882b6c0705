// The lines below the table are ratios of what was measured in the same run.
import { describe, expect, test } from '@jest/globals';
import { type BenchReport, renderReport } from '#test/bench/report';
import type { Throughput } from '#test/bench/stages/throughput';

function stage(name: string, ordersPerSecond: number, more: Partial<Throughput> = {}): Throughput {
  return { name, ordersPerSecond, cpuMicrosPerOrder: 1e6 / ordersPerSecond, peakRssMb: 200, cores: {}, ...more };
}

function linesOf(stages: readonly Throughput[]): readonly string[] {
  const machine = { cores: 2, model: 'some', memoryGb: 24, node: 'v20' };
  const unmeasured = {
    sealing: undefined,
    policy: undefined,
    lookedUp: undefined,
    latency: undefined,
    assessing: undefined,
  };
  const report: BenchReport = {
    at: 'a day',
    machine,
    orders: 1,
    stages,
    ...unmeasured,
    costs: [],
    backtest: undefined,
    road: undefined,
    erasures: [],
    timers: [],
  };
  return renderReport(report).split('\n');
}

describe('the report of the benchmark', () => {
  test('compares the median of intake with that of the pass-throughs', () => {
    const pass = [50_000, 40_000, 60_000].map((perSecond) => stage('pass', perSecond, { yardstickOf: 'events' }));
    const intake = [9_000, 20_000, 15_000].map((perSecond) => stage('intake, 1 process', perSecond));
    expect(linesOf([...pass, ...intake])).toContain(
      'Intake beside a pass-through of the same events: 0.30 (0.30 by processor time; medians of 3 rounds by turns).',
    );
  });

  test('tells what a second process adds, and leaves the pair out of the figure for one', () => {
    const pair = (service: string, instances: number) => ({ pair: { service, instances, sharePercent: 35 } });
    const lines = linesOf([
      stage('pass', 50_000, { yardstickOf: 'events' }),
      stage('intake, 1 process', 15_000),
      stage('intake, 1 process of 35 % of a core', 5_000, pair('intake', 1)),
      stage('carriers, 1 process of 35 % of a core', 4_000, pair('carriers', 1)),
      stage('intake, 2 processes of 35 % of a core', 9_000, pair('intake', 2)),
      stage('carriers, 2 processes of 35 % of a core', 6_000, pair('carriers', 2)),
    ]);
    expect(lines).toContain(
      'Two processes beside one: intake 1.80, each bounded to 35 % of a core; carriers 1.50, each bounded to 35 % of a core.',
    );
    expect(lines.join('\n')).toContain('same events: 0.30 (0.30 by processor time; medians of 1 rounds');
  });
});
