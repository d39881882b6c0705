// `npm run backtest` as people use it: files in, tables and a page out, faults by line and never by value.
import { describe, expect, test } from '@jest/globals';
import { EntityLists } from '#services/fraud/domain/entity-lists';
import { backtestCommand } from '#services/fraud/backtest/backtest-command';
import { DEFAULT_RULES_TEXT } from '#test/unit/services/fraud/support/default-rules';
import { observations } from '#test/unit/services/fraud/support/observations';

const CSV = [
  'id,placedAt,customerId,deviceId,ipAddress,email,amount,currency,countryCode',
  '1,2026-01-10T10:00:00Z,c1,d1,203.0.114.5,ann@mail.example,10.00,EUR,DE',
  '2,2026-01-10T11:00:00+01:00,c2,d1,203.0.114.5,bob@mail.example,99.50,EUR,DE',
  '3,2026-01-10T12:00:00Z,c3,d1,203.0.114.5,cleo@mail.example,5.00,USD,FR',
].join('\n');
const LABELS = 'id,truth,knownAt\n2,CHARGEBACK,2026-02-01T00:00:00Z\n3,GOOD,2026-02-01T00:00:00Z\n1,,\n';
const BASE = ['--rules', 'rules.yaml', '--columns', 'orderId=id', '--split', '2026-01-01T00:00:00Z'];

function given(files: Record<string, string> = {}) {
  const all: Record<string, string> = {
    'rules.yaml': DEFAULT_RULES_TEXT,
    'none.yaml': DEFAULT_RULES_TEXT.replaceAll('state: active', 'state: off').replace('version: 2', 'version: 3'),
    'orders.csv': CSV,
    'labels.csv': LABELS,
    ...files,
  };
  const written = new Map<string, string>();
  let [out, err, ms] = ['', '', 0];
  const run = async (...args: string[]) => {
    const code = await backtestCommand(args, {
      columns: 100,
      now: () => (ms += 500),
      readFile: (file) => {
        const text = all[file];
        if (text === undefined) throw new Error('ENOENT');
        return text;
      },
      writeFile: (file, text) => void written.set(file, text),
      openSources: () =>
        Promise.resolve({
          hash: (kind, value) => `${kind}-${Buffer.from(value).toString('hex')}`,
          countryOf: () => 'DE',
          isIn: () => false,
          isDisposable: () => false,
        }),
      readTopics: () => Promise.resolve({ orders: [], labels: new Map(), lists: new EntityLists(), signIns: [] }),
      out: (text) => void (out += text),
      err: (text) => void (err += text),
    });
    return { code, out, err, written };
  };
  return run;
}

describe('npm run backtest', () => {
  test('tells hits, precision, recall, overlap, verdicts and money, and draws them', async () => {
    const files = ['--history', 'orders.csv', '--labels', 'labels.csv'];
    const { code, out, written } = await given()(...BASE, '--against', 'none.yaml', ...files);
    expect(code).toBe(0);
    expect(out).toContain('after 3 orders (1 fraud, 1 good, 1 not known)');
    expect(out).toMatch(/DEVICE_SEEN_24H +│ active │ review │ 30 +│ 0 → 2 +│ 0 +│ – → 50 % +│ – → 100 %/);
    expect(out).toContain('WHAT WOULD CHANGE from default 2 to default 3');
    expect(out).toMatch(/REVIEW → RELEASE │ 2 +│ 1 +│ 1 +│ 0 +│ 99.50 EUR, 5.00 USD/);
    expect(out).toContain('3 orders in 0.5 s: 6 orders/s');
    const page = written.get('reports/backtest.html') ?? '';
    expect(page).toContain('Rules that fire together');
    expect(page).toMatch(/<svg[\s\S]+DEVICE_SEEN_24H/);
    expect(page).not.toMatch(/(?:src|href)=/);
    expect(page + out).not.toMatch(/mail\.example|203\.0\.114|NaN|undefined/);
  });

  test('takes observations as JSON, one a line', async () => {
    const lines = observations(40, (below) => (below * 7) % 5).map((each) => JSON.stringify(each));
    const { code, out } = await given({ 'log.jsonl': lines.join('\n') })(...BASE, '--history', 'log.jsonl');
    expect(code).toBe(0);
    expect(out).toContain('after 40 orders');
  });

  test.each([
    ['a time without a zone', { 'orders.csv': CSV.replace('10:00:00Z', '10:00:00') }, 'line 2: placedAt is no moment'],
    ['a column that is not there', { 'orders.csv': CSV.replace('id,', 'nr,') }, 'there is no column id'],
    ['a label without its time', { 'labels.csv': 'id,truth,knownAt\n2,CHARGEBACK,\n' }, 'line 2: knownAt is no moment'],
    [
      'a truth nobody knows',
      { 'labels.csv': 'id,truth,knownAt\n2,PERHAPS,2026-02-01T00:00:00Z\n' },
      'truth is none of',
    ],
    ['a rule file with a fault', { 'rules.yaml': DEFAULT_RULES_TEXT.replace('reviewFrom: 40', '') }, 'reviewFrom'],
    ['a damaged line', { 'orders.csv': '{"orderRef": 1}\n{' }, 'line 2: the whole line'],
    ['no orders', { 'orders.csv': CSV.slice(0, CSV.indexOf('\n')) }, 'no orders'],
  ])('refuses %s, says where, and shows no value', async (_, files, says) => {
    const run = given(files);
    const { code, err } = await run(...BASE, '--history', 'orders.csv', '--labels', 'labels.csv');
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(err).not.toMatch(/mail\.example|203\.0|PERHAPS/);
  });

  test.each([[['--rules', 'x']], [['--rules', 'x', '--history', 'y', '--split', 'soon']], [['--no']]])(
    'explains itself when asked wrongly: %j',
    async (args) => {
      const { code, err } = await given()(...args);
      expect(code).toBe(64);
      expect(err).toContain('Usage: npm run backtest');
    },
  );
});
