// The Python publisher and reader of client.py, with its libraries installed on demand into a cache folder. Nothing of ours is used.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { OutsiderLogin } from './outsider.js';

export interface PythonClient {
  /**
   * @param recordName full name; the subject is `<topic>-<recordName>`
   * @param values records as JSON has them: union branches without wrappers, times as numbers
   * @returns how many were acknowledged
   */
  publish(options: {
    readonly login: OutsiderLogin;
    readonly topic: string;
    readonly recordName: string;
    readonly compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
    readonly records: readonly { readonly key: string; readonly value: unknown }[];
  }): Promise<number>;
  /** As `publish`, for OrderPlaced, the personal blocks sealed to the newest key of `keysTopic`. */
  publishSealed(options: {
    readonly login: OutsiderLogin;
    readonly topic: string;
    readonly keysTopic: string;
    readonly groupId: string;
    readonly records: readonly { readonly key: string; readonly value: unknown }[];
  }): Promise<number>;
  /** Reads `count` records from the beginning of the topic. @throws Error with what Python said, also when they do not come in time */
  read(options: {
    readonly login: OutsiderLogin;
    readonly topic: string;
    readonly groupId: string;
    readonly count: number;
    /** Default 30,000. */
    readonly timeoutMs?: number;
    /** For a topic whose values are sealed: the reader's private key, and the road it is for. */
    readonly sealed?: { readonly privateKey: Buffer; readonly info: string };
  }): Promise<readonly { readonly key: string | null; readonly value: unknown }[]>;
  /** Starts a store that follows the topic. @param skipsNulls the usual mistake: a tombstone is taken for nothing */
  startStore(options: {
    readonly login: OutsiderLogin;
    readonly topic: string;
    readonly groupId: string;
    readonly skipsNulls: boolean;
  }): Promise<PythonStore>;
}

/** store.py, running. */
export interface PythonStore {
  /** Answers with the value of a key, or 404. */
  readonly url: string;
  stop(): Promise<void>;
}

export type PreparedPython =
  | { readonly kind: 'ready'; readonly client: PythonClient }
  /** `reason`: a sentence for whoever wonders why the tests with it were skipped. */
  | { readonly kind: 'missing'; readonly reason: string };

const here = import.meta.dirname;
const requirements = path.join(here, 'requirements.txt');
const INSTALL_LIMIT_MS = 240_000;
const GRACE_MS = 15_000;

/** Installs the libraries unless they are in the cache (about 20 s, 60 MB). @param cacheDir default: in node_modules/.cache */
export function preparePython(cacheDir = path.join(here, '..', '..', '..', 'node_modules', '.cache')): PreparedPython {
  const version = spawnSync('python3', ['-c', 'import sys; print(sys.implementation.cache_tag)'], { encoding: 'utf8' });
  if (version.status !== 0) return missing('python3 is not installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).update(version.stdout).digest('hex');
  const libraries = path.join(cacheDir, `third-party-python-${wanted.slice(0, 12)}`);
  if (!existsSync(libraries)) {
    const failure = install(cacheDir, libraries);
    if (failure !== null) return missing(failure);
  }
  return { kind: 'ready', client: clientWith(libraries) };
}

function missing(what: string): PreparedPython {
  return { kind: 'missing', reason: `Tests with the Python client are skipped: ${what}.` };
}

/** Into a folder beside, renamed when it is whole: an interrupted install leaves nothing that looks complete. */
function install(cacheDir: string, libraries: string): string | null {
  mkdirSync(cacheDir, { recursive: true });
  const prepared = mkdtempSync(`${libraries}.new-`);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-warn-script-location'];
  const args = ['-m', 'pip', 'install', ...quiet, '--only-binary=:all:', '--target', prepared, '-r', requirements];
  const pip = spawnSync('python3', args, { encoding: 'utf8', timeout: INSTALL_LIMIT_MS });
  try {
    if (pip.status !== 0) {
      const says = pip.stderr.trim().split('\n').at(-1) ?? '';
      return `pip could not install confluent-kafka and fastavro (${says === '' ? 'no answer in time' : says})`;
    }
    if (!existsSync(libraries)) renameSync(prepared, libraries);
    return null;
  } finally {
    rmSync(prepared, { recursive: true, force: true });
  }
}

function clientWith(libraries: string): PythonClient {
  return {
    publish: async ({ login, topic, recordName, compression, records }) => {
      const input = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      const lines = await python(libraries, login, ['publish', topic, recordName, compression], input, 60_000);
      return lines.length;
    },
    publishSealed: async ({ login, topic, keysTopic, groupId, records }) => {
      const input = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      const lines = await python(libraries, login, ['publish-sealed', topic, keysTopic, groupId], input, 60_000);
      return lines.length;
    },
    read: async ({ login, topic, groupId, count, timeoutMs = 30_000, sealed }) => {
      const args = [topic, groupId, String(count), String(timeoutMs / 1_000)];
      const command = sealed === undefined ? ['read', ...args] : ['read-sealed', ...args, sealed.info];
      const more = sealed === undefined ? {} : { PRIVATE_KEY: sealed.privateKey.toString('hex') };
      const lines = await python(libraries, login, command, '', timeoutMs + GRACE_MS, more);
      return lines.map((line) => JSON.parse(line) as { key: string | null; value: unknown });
    },
    startStore: async ({ login, topic, groupId, skipsNulls }) => {
      const args = [path.join(here, 'store.py'), topic, groupId, ...(skipsNulls ? ['--skip-nulls'] : [])];
      const child = spawn('python3', args, {
        env: environment(libraries, login),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
      const line = await new Promise<string>((resolve, reject) => {
        child.stdout.setEncoding('utf8').once('data', resolve);
        child.on('close', () => reject(new Error('the Python store ended before it listened')));
      });
      const { port } = JSON.parse(line) as { port: number };
      return {
        url: `http://127.0.0.1:${port}/{key}`,
        stop: () => {
          child.kill('SIGKILL');
          return ended;
        },
      };
    },
  };
}

function environment(libraries: string, login: OutsiderLogin): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    PYTHONPATH: libraries,
    PYTHONDONTWRITEBYTECODE: '1',
    KAFKA_BROKERS: login.brokers.join(','),
    KAFKA_SASL_MECHANISM: login.mechanism.toUpperCase(),
    KAFKA_USERNAME: login.username,
    KAFKA_PASSWORD: login.password,
    SCHEMA_REGISTRY_URL: login.registryUrl,
  };
}

async function python(
  libraries: string,
  login: OutsiderLogin,
  args: readonly string[],
  input: string,
  limitMs: number,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const child = spawn('python3', [path.join(here, 'client.py'), ...args], {
    env: { ...environment(libraries, login), ...more },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
  });
  clearTimeout(limit);
  if (exitCode !== 0)
    throw new Error(`the Python client ended with ${exitCode}: ${err.join('').trim().split('\n').at(-1)}`);
  return out.join('').split('\n').filter(Boolean);
}
