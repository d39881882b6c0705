#!/usr/bin/env node
// The one door of every command: makes sure that dependencies and build are there and fresh, then runs the command.
// Plain JavaScript without dependencies, because it runs in a clone that has neither.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { ensureBuild } from './ensure-build.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What generates the load shares the cores with what is measured: it is not to stop for its own garbage meanwhile. */
const LOAD_GENERATOR = ['--max-semi-space-size=64', '--initial-old-space-size=2048', '--no-memory-reducer'];

/** Command → compiled program, one line of help, and whether it talks to a broker: then it finds the stack that is up here by itself. */
const COMMANDS = {
  start: { program: 'shared/start/start.js', says: 'everything from a fresh clone: stack, services, sample orders with live progress (--once: play to the end)' },
  test: { program: 'shared/start/run-tests.js', says: 'build, types, lint, unit, integration and journey tests' },
  stack: { program: 'shared/stack/cli.js', says: 'the local stack alone: up | down | status | env' },
  services: { onBroker: true, program: 'services/run-services.js', says: 'the named services (none: all) against the configured infrastructure' },
  replay: { onBroker: true, program: 'shared/replay/cli.js', says: 'publishes a real order history as events' },
  ref: { program: 'shared/refs/cli.js', says: 'prints ORDER_ID REF lines' },
  ledger: { onBroker: true, program: 'services/erasure/ledger/cli.js', says: 'verify: checks the erasure ledger; prove: the certificate of one order; key: what others check with' },
  keys: { onBroker: true, program: 'shared/vault/keys-cli.js', says: 'status | rotate: the keys that wrap keys, and their destruction' },
  backup: { onBroker: true, program: 'shared/backup/backup-cli.js', says: '--to DIR: database and sealed topics, encrypted; dies with the next key rotation' },
  restore: { onBroker: true, program: 'shared/backup/restore-cli.js', says: '--from DIR: replays the erasure ledger before anything is served' },
  'dead-letters': { onBroker: true, program: 'shared/dead-letters/cli.js', says: 'list | show | redeliver: what services refused, and why' },
  'audit:topics': { onBroker: true, program: 'shared/audit/cli.js', says: 'refuses topic and broker settings that cannot keep the promised deadline' },
  carriers: { onBroker: true, program: 'shared/carriers/cli.js', says: 'list | add | stop | resume | agreement | key | rotate | remove: carriers and all that belongs to them' },
  erase: { onBroker: true, program: 'services/erasure/commands/erase-cli.js', says: 'erases an order, or categories of it, before its time' },
  hold: { onBroker: true, program: 'services/erasure/commands/hold-cli.js', says: 'legal holds: place | lift | list' },
  erasures: { onBroker: true, program: 'services/erasure/commands/erasures-cli.js', says: 'list: what is running, overdue, done; show: every clock of an order' },
  participants: { onBroker: true, program: 'services/erasure/commands/participants-cli.js', says: 'downstream stores that must delete when told: add | list | remove' },
  conformance: { onBroker: true, program: 'shared/conformance/cli.js', says: 'whether a store that follows a topic deletes what it is told to' },
  notifications: { program: 'services/notifications/commands/notifications-cli.js', says: 'preview: every message to customers in every language, as a page' },
  backtest: { onBroker: true, program: 'services/fraud/backtest/backtest-cli.js', says: 'what fraud rules would have done to past orders, and what other rules would change' },
  fraud: { onBroker: true, program: 'services/fraud/commands/fraud-cli.js', says: 'queue | show | links | claim | decide | snooze | allow | block | lists | outcome | precision: what analysts do' },
  rules: { onBroker: true, program: 'services/fraud/commands/rules-cli.js', says: 'check | diff | publish | list | show: rule sets of fraud control, in force within a second' },
  bench: { program: 'test/bench/cli.js', says: 'throughput and latency as ratios to a bare client', nodeFlags: LOAD_GENERATOR },
  'ingress-keys': { program: 'shared/ingress-keys/cli.js', says: 'status | rotate: the keys to which publishers seal' },
  policy: { onBroker: true, program: 'shared/policy-versions/cli.js', says: 'show | history | diff | publish: versions of the privacy policy, in force within a second' },
  'dry-run': { onBroker: true, program: 'shared/carriers/dry-run-cli.js', says: 'what a carrier would get of an order, what is withheld, and why' },
  docs: { program: 'shared/docs/cli.js', says: 'the AsyncAPI document of topics and records, and its page' },
  'policy:check': { program: 'shared/policy/check/cli.js', says: 'checks schemas and allow-lists against the policy and prints the data map' },
};

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : COMMANDS[name];
if (command === undefined) {
  process.stderr.write(`Unknown command ${name ?? '(none)'}. Known commands:\n`);
  for (const [key, { says }] of Object.entries(COMMANDS)) process.stderr.write(`  ${key.padEnd(14)} ${says}\n`);
  process.exit(64);
}

try {
  await ensureDependencies(root);
  // The tests check the types of everything, which includes what is built.
  await ensureBuild(root, { areTypesChecked: name !== 'test' });
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const program = path.join(root, 'dist', command.program);
const settings = command.onBroker === true && !args.includes('--help') ? await settingsOfStackHere() : {};
const child = spawn(process.execPath, ['--enable-source-maps', ...(await flagsOf(name)), program, ...args], {
  cwd: process.cwd(),
  stdio: 'inherit',
  env: { ...settings, ...process.env, BROKER_ROOT: root },
});
// Ctrl-C reaches the whole foreground group by itself; what a supervisor sends to this process alone is passed on.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));

/** Services are started with their memory bounded, as `npm start` does it. */
async function flagsOf(command) {
  if (command !== 'services') return COMMANDS[command].nodeFlags ?? [];
  const { nodeFlagsFor } = await import(path.join(root, 'dist', 'shared', 'start', 'node-flags.js'));
  return nodeFlagsFor(args);
}

/** What is set wins over what is found; what can't be found is told by the command itself, in its own words. */
async function settingsOfStackHere() {
  process.env.BROKER_ROOT = root;
  const { runningStackSettings } = await import(path.join(root, 'dist', 'shared', 'stack', 'running-stack.js'));
  return runningStackSettings(process.env).catch(() => ({}));
}
