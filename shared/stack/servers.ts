// The command lines of the three servers.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { COMPONENT_LIST, PROGRAMS } from './components.js';
import type { ServerCommand } from './own-process.js';
import type { StackPorts } from './ports.js';
import type { ComponentName, ServerName } from './server-name.js';
import type { StackPaths } from './stack-paths.js';
import { VERSIONS } from './versions.js';

/** default: starts fast, runs a little slower. bench: the JVM as in production. */
export type StackProfile = 'default' | 'bench';

export interface ServerSettings {
  readonly paths: StackPaths;
  readonly ports: StackPorts;
  readonly profile: StackProfile;
  /** How long a server may take until it answers; default 90 s. */
  readonly patienceMs?: number | undefined;
  /** A mongod of the user's own instead of the fetched one. */
  readonly mongodProgram?: string | undefined;
}

export const KAFKA_PROPERTIES_FILE = 'kafka.properties';
export const KAFKA_LOGGING_FILE = 'kafka-log4j2.yaml';

/** Kafka logs to standard output, so to the stack's log file. */
export const KAFKA_LOGGING = `Configuration:
  status: error
  Appenders:
    Console: { name: out, PatternLayout: { pattern: "[%d] %p %m (%c)%n" } }
  Loggers:
    Root: { level: INFO, AppenderRef: [{ ref: out }] }
`;

export function serverCommand(server: ServerName, settings: ServerSettings): ServerCommand {
  const { paths } = settings;
  const frame = { cwd: paths.stackDir, logFile: paths.logOf(server) };
  switch (server) {
    case 'kafka': {
      const flags = ['-Xms256m', settings.profile === 'bench' ? '-Xmx1g' : '-Xmx512m'];
      const main = ['kafka.Kafka', join(paths.conf, KAFKA_PROPERTIES_FILE)];
      return {
        ...frame,
        program: javaProgram(paths),
        args: [...jvm('kafka', settings), ...flags, ...kafkaClasses(paths), ...main],
      };
    }
    case 'registry': {
      const jar = join(componentFolder('registry', paths), PROGRAMS.registryJar);
      return {
        ...frame,
        program: javaProgram(paths),
        args: [...jvm('registry', settings), '-Xms64m', '-Xmx256m', ...registryFlags(settings), '-jar', jar],
      };
    }
    case 'mongod':
      return { ...frame, program: mongodProgram(settings), args: mongodFlags(settings) };
  }
}

export function javaProgram(paths: StackPaths): string {
  return join(componentFolder('java', paths), PROGRAMS.java);
}

/** Class path and logging of everything that runs from Kafka's libraries, its tools included. */
export function kafkaClasses(paths: StackPaths): readonly string[] {
  const libs = join(componentFolder('kafka', paths), PROGRAMS.kafkaLibs);
  return [`-Dlog4j2.configurationFile=${join(paths.conf, KAFKA_LOGGING_FILE)}`, '-cp', `${libs}/*`];
}

/** Flags that let a short-lived tool of Kafka start fast. */
export function jvmOfTool(paths: StackPaths): readonly string[] {
  return [
    '-Xmx128m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-XX:-UsePerfData',
    `-Djava.io.tmpdir=${paths.tmp}`,
  ];
}

function jvm(server: 'kafka' | 'registry', { paths, profile }: ServerSettings): readonly string[] {
  const fastStart = profile === 'default' ? ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'] : [];
  const archive = join(paths.components, archiveName(server, profile, paths.components));
  return [
    ...fastStart,
    '-XX:-UsePerfData',
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:+AutoCreateSharedArchive',
    `-XX:SharedArchiveFile=${archive}`,
    `-XX:ErrorFile=${join(paths.logs, 'java-crash-%p.log')}`,
    `-Djava.io.tmpdir=${paths.tmp}`,
  ];
}

/**
 * The archive of loaded classes is written when a server first ends and used from its second start on: it halves Kafka's start
 * (1.7 s to 1.0 s) and the registry's (2.9 s to 1.7 s).
 * Its name holds where the components lie, because Java takes it for a copy elsewhere too, and then gives the classes their
 * old place: the registry, which looks for its other files beside them, went on reading from a folder that was deleted later.
 */
export function archiveName(server: 'kafka' | 'registry', profile: StackProfile, components: string): string {
  const place = createHash('sha256').update(components).digest('hex').slice(0, 8);
  return `${server}-${VERSIONS[server]}-${profile}-${place}.jsa`;
}

function registryFlags({ paths, ports }: ServerSettings): readonly string[] {
  return [
    '-Dquarkus.http.host=127.0.0.1',
    `-Dquarkus.http.port=${ports.registry}`,
    // Its second listener: on loopback, and on any free port, so that two stacks don't meet there.
    '-Dquarkus.management.host=127.0.0.1',
    '-Dquarkus.management.port=0',
    `-Dapicurio.datasource.url=jdbc:h2:file:${join(paths.dataOf('registry'), 'registry')}`,
    '-Dapicurio.rules.global.compatibility=BACKWARD',
  ];
}

function mongodProgram({ paths, mongodProgram: own }: ServerSettings): string {
  return own ?? join(componentFolder('mongod', paths), PROGRAMS.mongod);
}

function mongodFlags({ paths, ports, profile }: ServerSettings): readonly string[] {
  return [
    `--dbpath=${paths.dataOf('mongod')}`,
    `--port=${ports.mongod}`,
    '--bind_ip=127.0.0.1',
    '--nounixsocket',
    '--replSet=rs0',
    // Small starts fast and leaves room beside it. For measuring it has what MongoDB gives itself by default: of what is new it writes most out early
    // once a twentieth of the cache holds such, and all the time it cuts off what a small log of operations has no room for.
    ...(profile === 'bench' ? [] : ['--oplogSize=64', '--wiredTigerCacheSizeGB=0.25']),
    '--setParameter=diagnosticDataCollectionEnabled=false',
    // Nobody but a backup reads what was, and that one asks for it: keeping it for five minutes was an eighth of its work, and kept what is erased, too.
    '--setParameter=minSnapshotHistoryWindowInSeconds=0',
    // A slow command would go to the log with everything in it.
    '--slowms=86400000',
  ];
}

function componentFolder(name: ComponentName, paths: StackPaths): string {
  const component = COMPONENT_LIST.find((candidate) => candidate.name === name);
  return join(paths.components, component?.folder ?? name);
}
