// `npm test`: types, lint and format beside each other, then unit and integration tests; the last line counts them all.
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
const INTEGRATION_WORKERS = 4;
/** Beside them, while the cores are idle. */
const EXTRA_HANDS = 2;
/** Files that get a second run. */
const MOST_SECOND_RUNS = 4;
const reports = mkdtempSync(path.join(tmpdir(), 'broker-tests-'));
/** Of both runs, the first and the one of what failed in it: what they wrote is looked through for personal values. */
const records = path.join(reports, 'records');
const extraArguments = process.argv.slice(2);

if (extraArguments.includes('--help')) {
  process.stdout.write(
    'npm test [-- JEST_ARGUMENTS]\nRuns types, lint, format, unit and integration tests. Arguments go to jest, e.g. a path.\n',
  );
  process.exit(0);
}

interface Step {
  readonly name: string;
  run(): Promise<Count>;
}

/** Each is bound by one core for a part of its time. */
const CHECKS: readonly Step[] = [
  { name: 'types', run: () => check(bin('tsc'), ['--noEmit', '-p', path.join(root, 'tsconfig.json')]) },
  { name: 'types of the console', run: () => check(bin('tsc'), ['-p', path.join(root, 'services/desk/console')]) },
  { name: 'lint', run: () => check(bin('oxlint'), ['--type-aware', '--quiet']) },
  { name: 'format', run: () => check(bin('biome'), ['format', '--config-path', path.join(root, '.biome.json')]) },
  {
    name: 'browser for the tests',
    run: () => check(process.execPath, [path.join(root, 'shared', 'start', 'ensure-browser.mjs')]),
  },
];
const TESTS: readonly Step[] = [
  { name: 'unit tests and laws', run: () => jest('unit').then(({ count }) => count) },
  { name: 'integration tests and journeys', run: integration },
];

const total: Count = { passed: 0, failed: 0 };
const lines: string[] = [];
const notes: string[] = [];
process.stdout.write(`\n── ${CHECKS.map(({ name }) => name).join(', ')} ──\n`);
lines.push(...(await Promise.all(CHECKS.map(carryOut))));
for (const step of TESTS) {
  process.stdout.write(`\n── ${step.name} ──\n`);
  lines.push(await carryOut(step));
}
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${[...lines, ...notes].join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);

/** Counts it, and tells it in a line. */
async function carryOut(step: Step): Promise<string> {
  const startedMs = performance.now();
  const count = await step.run();
  total.passed += count.passed;
  total.failed += count.failed;
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  return `${count.failed === 0 ? '✓' : '✗'} ${step.name.padEnd(32)} ${String(count.passed).padStart(5)} passed ${String(count.failed).padStart(4)} failed ${seconds.padStart(7)} s`;
}

/** What it says is shown in one piece, for others are at work meanwhile. */
async function check(command: string, args: readonly string[]): Promise<Count> {
  let text = '';
  const ok = (await run(command, args, (chunk) => (text += chunk))) === 0;
  process.stdout.write(text);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/**
 * Real servers and their clients on a machine that is busy with other tests: what fails there gets a second run alone, and is named in the
 * end, since it is either a test that takes something for granted or a race. Too many failures are no such thing.
 */
async function integration(): Promise<Count> {
  const { count, failedFiles } = await jest('integration');
  if (failedFiles.length === 0 || failedFiles.length > MOST_SECOND_RUNS) return count;
  process.stdout.write(`\n── once more, alone: ${failedFiles.join(', ')} ──\n`);
  const again = await jest('integration', { workers: 1, paths: failedFiles });
  // It died before its report: what the first one found stands.
  if (again.count.failed > 0 && again.failedFiles.length === 0) return count;
  const mended = failedFiles.filter((file) => !again.failedFiles.includes(file));
  notes.push(
    ...mended.map(
      (file) => `! ${file} failed beside others and passed alone: it takes something for granted, or hides a race`,
    ),
  );
  const passed = count.passed + Math.max(0, count.failed - again.count.failed);
  return { passed, failed: again.count.failed };
}

interface JestRun {
  readonly workers?: number;
  readonly paths?: readonly string[];
}

/** Runs one jest project; a project that ran nothing or died before its report is a failure. */
async function jest(
  project: string,
  { workers = INTEGRATION_WORKERS, paths = extraArguments }: JestRun = {},
): Promise<{ count: Count; failedFiles: string[] }> {
  const report = path.join(reports, `${project}.json`);
  const code = await run(process.execPath, [
    '--experimental-vm-modules',
    '--no-warnings',
    path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    project,
    ...(project === 'integration' ? [`--maxWorkers=${workers}`] : []),
    '--json',
    `--outputFile=${report}`,
    ...paths,
  ]);
  const counted = readReport(report);
  if (counted === null) return { count: { passed: 0, failed: 1 }, failedFiles: [] };
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  const silent = code !== 0 && failed === 0;
  const failedFiles = counted.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  const count = { passed: counted.numPassedTests, failed: failed + (silent || counted.numTotalTests === 0 ? 1 : 0) };
  return { count, failedFiles: failedFiles.map((file) => path.relative(root, file)) };
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numTotalTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

function readReport(file: string): JestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return null;
  }
}

/** @param onText takes what it writes; default: goes on to whoever started us */
function run(command: string, args: readonly string[], onText?: (text: string) => void): Promise<number> {
  return new Promise((resolve) => {
    const output = onText === undefined ? 'inherit' : 'pipe';
    // jest writes its JSON to standard output too when it has no file; what people read comes on standard error.
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', output, output],
      env: {
        TEST_EXTRA_HANDS: command === process.execPath && args.includes('integration') ? String(EXTRA_HANDS) : '0',
        ...process.env,
        TEST_RECORDS_DIR: records,
        FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
      },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => onText?.(text));
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
