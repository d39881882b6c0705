// Schemathesis, installed on demand into a cache folder: it reads an OpenAPI document and tries what the document allows, and what it does not.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const here = import.meta.dirname;
const requirements = path.join(here, 'fuzzer-requirements.txt');
const cacheDir = path.join(here, '..', '..', '..', 'node_modules', '.cache');
const INSTALL_LIMIT_MS = 240_000;
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

/** The folder of its libraries. @throws Error with what to install, and what pip said */
export function prepareFuzzer(): string {
  const tag = spawnSync('python3', ['-c', 'import sys, pip; print(sys.implementation.cache_tag)'], {
    encoding: 'utf8',
  });
  if (tag.status !== 0)
    throw new Error('Install Python 3 with pip (Debian: python3-pip): Schemathesis, which tries the desk, runs on it.');
  const wanted = createHash('sha256').update(readFileSync(requirements)).update(tag.stdout).digest('hex').slice(0, 12);
  const libraries = path.join(cacheDir, `api-fuzzer-${wanted}`);
  if (existsSync(libraries)) return libraries;
  mkdirSync(cacheDir, { recursive: true });
  const prepared = mkdtempSync(`${libraries}.new-`);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-warn-script-location', '--no-compile'];
  const args = ['-m', 'pip', 'install', ...quiet, '--only-binary=:all:', '--target', prepared, '-r', requirements];
  const pip = spawnSync('python3', args, { encoding: 'utf8', timeout: INSTALL_LIMIT_MS });
  try {
    if (pip.status !== 0) {
      const says = pip.stderr.trim().split('\n').at(-1) ?? '';
      throw new Error(
        `pip could not install ${path.basename(requirements)}: ${says === '' ? 'no answer in time' : says}`,
      );
    }
    // Of two that install at once, the first one's is used.
    if (!existsSync(libraries)) renameSync(prepared, libraries);
    return libraries;
  } finally {
    rmSync(prepared, { recursive: true, force: true });
  }
}

export interface Fuzzed {
  readonly exitCode: number | null;
  /** What it found, in its own words. */
  readonly says: string;
}

/** @param examples per operation; always the same ones */
export function fuzz(libraries: string, document: string, token: string, examples: number): Promise<Fuzzed> {
  const program = 'from schemathesis.cli import schemathesis; schemathesis()';
  const options = [
    '--max-examples',
    String(examples),
    '--seed',
    '7',
    '--phases',
    'fuzzing',
    '--checks',
    CHECKS,
    '--request-timeout',
    '60',
  ];
  const child = spawn(
    'python3',
    ['-c', program, 'run', document, '--header', `Authorization: Bearer ${token}`, '--no-color', ...options],
    {
      cwd: mkdtempSync(path.join(tmpdir(), 'api-fuzzer-')),
      env: { PATH: process.env['PATH'] ?? '', PYTHONPATH: libraries, PYTHONIOENCODING: 'utf8' },
    },
  );
  let says = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (says += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, says }));
  });
}
