// `npm test`: types, lint, format, unit and integration tests, one after another; the last line counts them all.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Count {
  passed: number;
  failed: number;
}

const root = process.env['BROKER_ROOT'] ?? process.cwd();
const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name);
/** More than cores: the tests of services wait a good part of their time. */
const INTEGRATION_WORKERS = 3;
const reports = mkdtempSync(path.join(tmpdir(), 'broker-tests-'));
const extraArguments = process.argv.slice(2);

if (extraArguments.includes('--help')) {
  process.stdout.write(
    'npm test [-- JEST_ARGUMENTS]\nRuns lint, format, unit and integration tests. Arguments go to jest, e.g. a path.\n',
  );
  process.exit(0);
}

const steps: readonly { readonly name: string; readonly run: () => Promise<Count> }[] = [
  { name: 'types', run: () => check(bin('tsc'), ['--noEmit', '-p', path.join(root, 'tsconfig.json')]) },
  { name: 'lint', run: () => check(bin('oxlint'), ['--type-aware', '--quiet']) },
  { name: 'format', run: () => check(bin('biome'), ['format', '--config-path', path.join(root, '.biome.json')]) },
  { name: 'unit tests and laws', run: () => jest('unit') },
  { name: 'integration tests and journeys', run: () => jest('integration') },
];

const total: Count = { passed: 0, failed: 0 };
const lines: string[] = [];
for (const step of steps) {
  process.stdout.write(`\n── ${step.name} ──\n`);
  const startedMs = performance.now();
  const count = await step.run();
  total.passed += count.passed;
  total.failed += count.failed;
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  lines.push(
    `${count.failed === 0 ? '✓' : '✗'} ${step.name.padEnd(32)} ${String(count.passed).padStart(5)} passed ${String(count.failed).padStart(4)} failed ${seconds.padStart(7)} s`,
  );
}
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);

async function check(command: string, args: readonly string[]): Promise<Count> {
  const ok = (await run(command, args)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** Runs one jest project; a project that ran nothing or died before its report is a failure. */
async function jest(project: string): Promise<Count> {
  const report = path.join(reports, `${project}.json`);
  const code = await run(process.execPath, [
    '--experimental-vm-modules',
    '--no-warnings',
    path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    project,
    ...(project === 'integration' ? [`--maxWorkers=${INTEGRATION_WORKERS}`] : []),
    '--json',
    `--outputFile=${report}`,
    ...extraArguments,
  ]);
  const counted = readReport(report);
  if (counted === null) return { passed: 0, failed: 1 };
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  const silent = code !== 0 && failed === 0;
  return { passed: counted.numPassedTests, failed: failed + (silent || counted.numTotalTests === 0 ? 1 : 0) };
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numTotalTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function readReport(file: string): JestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return null;
  }
}

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    // jest writes its JSON to standard output too when it has no file; what people read comes on standard error.
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
