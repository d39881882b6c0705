// Every sentence of the privacy policy has a rule, a place that enforces it and a test that proves it, or waits for a named capability.
import { describe, expect, test } from '@jest/globals';
import { sentencesOf } from '#shared/policy/check/policy-sentences';
import { checkSentences, plannedRows, readSentenceRows } from '#shared/policy/check/sentence-rows';
import { listFiles, readText } from './support/source-files.js';

/** Sentences that wait. It may only get smaller: lower it as soon as a row loses its `plannedIn`. */
const PLANNED = 0;

const policyText = readText('shared/policy/privacy-policy.txt');
const rows = readSentenceRows(readText('shared/policy/sentences.yaml'));
const files = new Set(listFiles(['']));

describe('the sentences of the privacy policy', () => {
  test('all have a row, and every file and test the rows name exists', () => {
    expect(sentencesOf(policyText)).toHaveLength(30);
    expect(checkSentences(policyText, rows, (path) => (files.has(path) ? readText(path) : null))).toEqual([]);
  });

  test(`wait for a capability in ${PLANNED} cases, and never in more`, () => {
    const planned = plannedRows(rows);
    process.stdout.write(`Sentences of the privacy policy that wait: ${planned.length} of ${rows.length}\n`);
    for (const { id, plannedIn } of planned) process.stdout.write(`  ${id}: ${plannedIn}\n`);
    expect(planned).toHaveLength(PLANNED);
  });
});
