// Kafka Connect with the MongoDB sink, as its owner would run it: the settings are the files that our page tells owners to use.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { COMPONENT_LIST, PROGRAMS } from '#shared/stack/components';
import { CONNECT } from '#shared/stack/extra-components';
import { fetchComponents } from '#shared/stack/fetch-components';
import { runCommand } from '#shared/stack/run-command';
import { repositoryRoot, stackPaths } from '#shared/stack/stack-paths';
import { eventually } from './eventually.js';

export interface TestSink {
  readonly topic: string;
  readonly group: string;
  readonly collection: string;
  /** Changes the owner's file, to see what a mistake does. */
  readonly mistaken: (settings: string) => string;
}

export interface TestSinks {
  stop(): Promise<void>;
  /** Stopped and started again, with the offsets it saved. */
  restart(): Promise<void>;
  /** What Connect logged. */
  log(): string;
}

const SETTINGS = path.join(repositoryRoot(), 'shared', 'mirror', 'connect');
const NEEDED = ['java', 'kafka'];
const UP = /Sink task finished initialization/g;
const PATIENCE_MS = 90_000;

/**
 * All of them in one Kafka Connect.
 * @param variables KAFKA_*, SCHEMA_REGISTRY_URL, MONGODB_URI
 * @throws STACK_DOWNLOAD_FAILED, STACK_TOOL_MISSING: where it can't be fetched (34 MB by Maven, once), and what is missing
 */
export async function startMongoSinks(
  variables: Readonly<Record<string, string>>,
  database: string,
  sinks: readonly TestSink[],
): Promise<TestSinks> {
  const components = stackPaths(undefined, process.env['STACK_CACHE']).components;
  const needed = [...COMPONENT_LIST.filter(({ name }) => NEEDED.includes(name)), CONNECT];
  await fetchComponents({ folder: components, components: needed, onProgress: () => undefined, run: runCommand });
  const place = (name: string): string =>
    path.join(components, needed.find((component) => component.name === name)?.folder ?? '');
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-'));
  const worker = path.join(folder, 'worker.properties');
  const common = valuesOf(variables, folder, place('connect'));
  writeFileSync(worker, filled('worker.properties', common), { mode: 0o600 });
  const files = sinks.map(({ topic, group, collection, mistaken }) => {
    const own = { NAME: collection, TOPIC: topic, GROUP: group, DATABASE: database, COLLECTION: collection };
    const file = path.join(folder, `${collection}.properties`);
    writeFileSync(file, mistaken(filled('mongodb-sink.properties', { ...common, ...own })), { mode: 0o600 });
    return file;
  });
  const logging = path.join(folder, 'log4j2.yaml');
  writeFileSync(logging, LOGGING);
  const tmp = path.join(folder, 'tmp');
  mkdirSync(tmp);

  let log = '';
  let child: ChildProcess;
  async function start(): Promise<void> {
    const from = log.length;
    const flags = ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Djava.io.tmpdir=${tmp}`];
    const classes = [
      '-cp',
      path.join(place('kafka'), PROGRAMS.kafkaLibs, '*'),
      `-Dlog4j2.configurationFile=${logging}`,
    ];
    const main = ['org.apache.kafka.connect.cli.ConnectStandalone', worker, ...files];
    child = spawn(path.join(place('java'), PROGRAMS.java), [...flags, ...classes, ...main], { cwd: folder });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        log += chunk.toString('utf8');
      });
    const isUp = (): Promise<true | undefined> => {
      if (child.exitCode !== null) throw new Error(`Kafka Connect ended: ${log.slice(-2_000)}`);
      return Promise.resolve((log.slice(from).match(UP) ?? []).length >= sinks.length || undefined);
    };
    await eventually('the sinks of Kafka Connect are up', isUp, PATIENCE_MS);
  }
  await start();
  return {
    log: () => log,
    restart: async () => {
      await ended(child);
      await start();
    },
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function valuesOf(
  variables: Readonly<Record<string, string>>,
  folder: string,
  plugins: string,
): Readonly<Record<string, string>> {
  const login = (name: string): string => variables[name] ?? '';
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  return {
    KAFKA_BROKERS: login('KAFKA_BROKERS'),
    KAFKA_SECURITY_PROTOCOL: variables['KAFKA_SECURITY_PROTOCOL'] ?? 'PLAINTEXT',
    KAFKA_SASL_MECHANISM: variables['KAFKA_SASL_MECHANISM'] ?? 'PLAIN',
    LOGIN: `${module} username="${login('KAFKA_USERNAME')}" password="${login('KAFKA_PASSWORD')}";`,
    REGISTRY_URL: login('SCHEMA_REGISTRY_URL').replace('/apis/ccompat/v7', '/apis/registry/v2'),
    MONGODB_URI: login('MONGODB_URI'),
    LISTENER: 'http://127.0.0.1:0',
    FOLDER: folder,
    PLUGINS: plugins,
  };
}

function filled(file: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(path.join(SETTINGS, file), 'utf8').replaceAll(
    /^([^#\n]*)\$\{(\w+)\}(.*)$/gm,
    (_line, before: string, name: string, after: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${file}: nothing is known of ${name}.`);
      return `${before}${value}${after}`;
    },
  );
}

const LOGGING = `Configuration:
  status: error
  Appenders:
    Console: { name: out, PatternLayout: { pattern: "%p %m (%c{1})%n%ex" } }
  Loggers:
    Root: { level: INFO, AppenderRef: [{ ref: out }] }
`;

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.on('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
