// Looks through everything that a run of tests wrote for the personal values it planted. A program of its own, called by the global tear-down:
// exit code 0: none is there; 1: some are, and it says where and of what kind, never which.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ScanReport, scanFolder } from './scan-folder.js';
import { createCanaryMatcher } from './scan-forms.js';

export type WrittenKind = 'logs' | 'metrics' | 'urls' | 'error-answers';

/** One line of a file of planted values. */
export interface Planted {
  /** Kind of the value, for the report. */
  readonly what: string;
  readonly value: string;
}

export interface RecordsScan {
  /** One line for each place and kind. */
  readonly found: readonly string[];
  readonly planted: number;
  readonly report: ScanReport;
}

/** @param records folder with `planted/` and `written/` */
export function scanRecords(records: string): RecordsScan {
  const written = path.join(records, 'written');
  const planted = plantedIn(path.join(records, 'planted'));
  const matcher = createCanaryMatcher(planted.map(({ value }) => value));
  const report = scanFolder(written, matcher);
  // The end of a value without its beginning says nothing here, where nothing is kept in a tree of keys.
  const hits = report.hits.filter(({ form }) => form !== 'tail');
  const places = hits.map(({ file, canary, form }) => `${file}: ${planted[canary]?.what ?? 'a value'} (${form})`);
  return { found: [...new Set([...places, ...report.notScanned])].sort(), planted: planted.length, report };
}

function plantedIn(folder: string): readonly Planted[] {
  if (!existsSync(folder)) return [];
  const lines = readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
  return [...new Set(lines)].filter(Boolean).map((line) => JSON.parse(line) as Planted);
}

export function renderScan({ found, planted, report }: RecordsScan): string {
  const looked = `${planted} personal values planted, ${report.files} files with ${(report.bytes / 1_048_576).toFixed(1)} MB of logs, metrics, addresses and error answers`;
  if (found.length === 0) return `${looked}: none of them is there.\n`;
  return `${looked}. Personal values are where they must never be:\n${found.map((line) => `  ${line}\n`).join('')}`;
}

const [, program, folder] = process.argv;
if (program === import.meta.filename && folder !== undefined) {
  const scan = scanRecords(folder);
  process.stderr.write(renderScan(scan));
  process.exitCode = scan.found.length === 0 ? 0 : 1;
}
