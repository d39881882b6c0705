// What the look through everything that a run of tests wrote finds, and what it says of it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { renderScan, scanRecords } from '#test/support/scan-records';

const PERSON = 'Adela Quirrelsworth';
let records: string;

beforeEach(() => {
  records = mkdtempSync(path.join(tmpdir(), 'scan-records-'));
  write('planted/1.jsonl', `${JSON.stringify({ what: 'name', value: PERSON })}\n`);
});
afterEach(() => rmSync(records, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const file = path.join(records, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('a personal value', () => {
  test.each([
    ['written/logs/a.txt', `{"message":"an order of ${PERSON}"}`],
    ['written/metrics/a.txt', `orders{who="${PERSON}"} 1`],
    ['written/urls/a.txt', `http://127.0.0.1/orders?name=${encodeURIComponent(PERSON)}\n`],
    ['written/error-answers/a.txt', Buffer.from(`x${PERSON}`).toString('base64')],
  ])('in %s is found and named by place and kind, never by itself', (name, text) => {
    write(name, text);
    const scan = scanRecords(records);
    expect(scan.found).toHaveLength(1);
    const says = renderScan(scan);
    expect(says).toContain(name.replace('written/', ''));
    expect(says).toContain('name');
    expect(says).not.toContain(PERSON);
  });

  test('that nobody wrote is not found', () => {
    write('written/logs/a.txt', '{"message":"an order","orderRef":"3f5a"}');
    expect(scanRecords(records)).toMatchObject({ found: [], planted: 1, report: { files: 1 } });
  });
});

test('a run that planted and wrote nothing is clean', () => {
  rmSync(records, { recursive: true, force: true });
  expect(scanRecords(records).found).toEqual([]);
});
