// The runner of all tests, run by jest as jest runs it: what fails must fail, by name, and take nothing else with it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

interface Report {
  readonly success: boolean;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

const root = path.resolve(import.meta.dirname, '../../../../..');
const config = {
  rootDir: root,
  runner: '<rootDir>/test/support/runner/runner.mjs',
  testMatch: [`${import.meta.dirname}/files/*-file.ts`],
  haste: { enableSymlinks: false },
};
let report: Report;
let code: number | null;

beforeAll(async () => {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  const args = ['--config', JSON.stringify(config), '--json', '--maxWorkers=1', '--silent'];
  const child = spawn(process.execPath, [jest, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TEST_GRACE_MS: '200' },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString('utf8')));
  code = await new Promise((resolve) => child.on('close', resolve));
  report = JSON.parse(text) as Report;
});

const fileNamed = (name: string) =>
  report.testResults.find((result) => path.basename(result.name) === `${name}-file.ts`);
const statusesOf = (name: string) =>
  Object.fromEntries(fileNamed(name)?.assertionResults.map(({ title, status }) => [title, status]) ?? []);

test('a failure makes the run fail', () => {
  expect(report.success).toBe(false);
  expect(code).toBe(1);
});

test('what passes, passes, beside what fails in the same file', () => {
  expect(fileNamed('passing')?.status).toBe('passed');
  expect(statusesOf('failing')).toEqual({
    passes: 'passed',
    'expects what is not': 'failed',
    'expects what is of a kind': 'failed',
    'never ends': 'failed',
    'leaves a rejection to nobody': 'failed',
    'throws where nobody catches': 'failed',
    'does not run': 'failed',
    'passes too': 'passed',
  });
});

test.each([
  ['failing', 'Exceeded timeout of 300 ms'],
  ['failing', '"count": Any<String>'],
  ['failing', 'failing-file.ts:11:23'],
  ['failing', 'nobody waits for this'],
  ['failing', 'nobody catches this'],
  ['failing', 'no beginning'],
  ['unloadable', 'not even loaded'],
  ['ending', 'ended with 3'],
  ['leaving-open', 'It leaves open: 1 processes'],
])('the file "%s" fails and says: %s', (name, message) => {
  expect(fileNamed(name)?.status).toBe('failed');
  expect(fileNamed(name)?.message).toContain(message);
});
