import { describe, expect, test } from '@jest/globals';
import { fieldCategories } from '#schemas/generated/fields';
import { dataMapOf, durationInWords, retentionInWords } from '#shared/policy/check/data-map';
import { readHouse } from '#shared/policy/check/house';
import { renderHtml } from '#shared/policy/check/render-html';
import { renderMarkdown } from '#shared/policy/check/render-markdown';
import { renderTable, renderText, wrap } from '#shared/policy/check/render-text';
import { reportOf } from '#shared/policy/check/report';
import { readSentenceRows } from '#shared/policy/check/sentence-rows';
import { readPolicyText, repositoryRoot } from '#shared/policy/read-policy-file';
import { currentPolicy } from '../support/changed-policy.js';

const policy = currentPolicy();
const house = readHouse(repositoryRoot(), policy);
const map = dataMapOf(house);
const sentences = readSentenceRows(readPolicyText('sentences.yaml'));
const report = reportOf(house, sentences);

describe('the data map', () => {
  test('has every field of every schema with its category, purposes, recipients and retention', () => {
    // Against what the generator of the schemas says: an independent reader of the same files.
    const own = Object.entries(fieldCategories).flatMap(([record, fields]) =>
      Object.entries(fields)
        .filter(([path]) => !/[.[]/.test(path))
        .map(([field, category]) => `${record}.${field} ${category}`),
    );
    const mapped = map.map(({ record, field, category }) => `${record}.${field} ${category}`);
    expect(mapped).toEqual(expect.arrayContaining(own));
    expect(
      map.filter(
        (row) => row.purposes.length === 0 || row.recipients.length === 0 || row.kept === '' || row.meaning === '',
      ),
    ).toEqual([]);
  });

  test('says of a field who gets it, for what and how long', () => {
    const row = map.find(
      ({ record, field }) => record === 'fulfilment.carriers.swiftpost.Shipment' && field === 'phone',
    );
    expect(row).toMatchObject({
      category: 'shipping',
      purposes: ['order-verification', 'warehousing-and-shipping', 'logistics-delivery', 'after-sales'],
      recipients: ['carrier', 'judicial-authority', 'authorised-third-party', 'person'],
      leavesTo: ['carrier'],
      topics: ['carriers.swiftpost.shipments'],
      kept: '7 days after delivery, return or the end of an after-sales case; 14 days after loss; 1 day after cancellation or refusal',
    });
  });

  test('marks nested records as leaving with the one that holds them, and what stays as staying', () => {
    const leavesTo = (name: string) => [
      ...new Set(map.filter(({ record }) => record === name).flatMap((row) => row.leavesTo)),
    ];
    expect(leavesTo('fulfilment.carriers.parcelway.CustomsItem')).toEqual(['carrier']);
    expect(leavesTo('fulfilment.orders.SkuQuantity')).toEqual(['warehouse']);
    expect(leavesTo('fulfilment.orders.Payment')).toEqual([]);
  });

  test('puts lengths of time into words', () => {
    expect([1, 1_000, 5_400_000, 86_400_000, 604_800_000].map(durationInWords)).toEqual([
      '1 millisecond',
      '1 second',
      '90 minutes',
      '1 day',
      '7 days',
    ]);
    expect(retentionInWords({ kind: 'unlimited', why: 'It is no personal data.' })).toBe(
      'without end: it is no personal data',
    );
  });
});

describe('the report', () => {
  test('as a page has every section, a heading for each column and no open tags from texts', () => {
    const page = renderHtml(report);
    for (const { id, title } of report.sections) {
      expect(page).toContain(`<section id="${id}">`);
      expect(page).toContain(title.replace("'", '&#39;'));
    }
    expect(page.match(/<section /g)).toHaveLength(report.sections.length);
    expect(page).not.toMatch(/https?:|<script|<link|<img/);
    const hostile = renderHtml({
      title: '<b>',
      summary: '"&',
      sections: [{ id: 'x', title: 'x', intro: '', columns: ['<i>'], rows: [["<script>'"]] }],
    });
    expect(hostile).toMatch(/<h1>&lt;b&gt;<.h1>\n\s*<p>&quot;&amp;</);
    expect(hostile).toContain('<th scope="col">&lt;i&gt;</th>');
    expect(hostile).toContain('<th scope="row">&lt;script&gt;&#39;</th>');
  });

  test('as a page on a phone says in front of each cell what it is, and breaks long names where a word begins', () => {
    const page = renderHtml({
      title: 'x',
      summary: 'x',
      sections: [
        {
          id: 'x',
          title: 'x',
          intro: '',
          columns: ['A', 'B "b"', 'C'],
          rows: [['a', 'dpv:CustomerOrderManagement', '']],
        },
      ],
    });
    expect(page).toContain('<td data-label="B &quot;b&quot;">dpv:<wbr>Customer<wbr>Order<wbr>Management</td>');
    expect(page).toContain('<td data-label="C" class="empty"></td>');
  });

  test('as Markdown has tables whose rows all have as many cells as their heading', () => {
    const text = renderMarkdown(report);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(200);
    const sections = text.split('\n## ').slice(1);
    for (const section of sections) {
      const cells = section
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  test('tells of a carrier which field is required where, and why', () => {
    const section = report.sections.find(({ id }) => id === 'carrier-swiftpost');
    expect(section?.intro).toContain('valid from 2015-04-01 to 2035-12-31');
    expect(section?.rows).toContainEqual(['locker', 'phone', 'PL', '', 'Polish lockers send the opening code to it.']);
    expect(section?.rows).toContainEqual([
      'locker',
      'customerPostNumber',
      'DE',
      '',
      'German lockers open with it only.',
    ]);
    expect(section?.rows).toContainEqual(['domestic', 'city', 'all countries', '', 'The parcel is sorted by town.']);
  });

  test('on a terminal stays within its width', () => {
    for (const width of [80, 130]) {
      const lines = renderText(report, map, sentences, width).split('\n');
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
  });
});

describe('a table of text', () => {
  test('wraps cells at blanks, keeps columns in line and cuts words that are too long', () => {
    const rows = [
      ['one two three four', 'x'],
      ['aaaaaaaaaaaaaaaaaaaaaaaa', 'y'],
    ];
    expect(renderTable(['A', 'B'], rows, 17).split('\n')).toEqual([
      'A             │ B',
      '──────────────┼──',
      'one two three │ x',
      'four          │',
      'aaaaaaaaaaaaa │ y',
      'aaaaaaaaaaa   │',
    ]);
  });

  test('wraps a text into lines of at most that width', () => {
    expect(wrap('a bb ccc dddd', 5)).toEqual(['a bb', 'ccc', 'dddd']);
    expect(wrap('', 5)).toEqual(['']);
  });
});
