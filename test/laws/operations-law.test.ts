// The operations guide knows every metric and every alarm, and every command has its row, its script and its line of help.
import { describe, expect, test } from '@jest/globals';
import { ALARM_CODES, ALARMS } from '#shared/telemetry/alarm-list';
import { readSourceFiles } from './support/module-graph.js';
import { listFiles, readText } from './support/source-files.js';

const GUIDE = readText('OPERATIONS.md');
const README = readText('README.md');
const SCRIPTS = (JSON.parse(readText('package.json')) as { scripts: Record<string, string> }).scripts;
const BOOTSTRAP = 'shared/start/bootstrap.mjs';

/** The text of one section of the guide. */
function section(title: string): string {
  const [, after = ''] = GUIDE.split(`\n## ${title}\n`);
  return after.split('\n## ', 1)[0] ?? '';
}

/** Names of metrics as the code declares them, wherever it does. */
function declaredMetrics(): string[] {
  const files = listFiles(['.ts']).filter((path) => !path.startsWith('test/'));
  const names = files.flatMap((path) =>
    [...readText(path).matchAll(/\b(?:counter|gauge|histogram)\(\s*'([a-z_]+)'/g)].map(([, name]) => name as string),
  );
  return [...new Set(names)].sort();
}

function documentedMetrics(): string[] {
  const rows = section('Metrics')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const cells = rows.map((line) => line.split(' | ', 1)[0] as string);
  return cells
    .flatMap((cell) => [...cell.matchAll(/`([a-z_]+)(?:\{[a-z,]+\})?`/g)].map(([, name]) => name as string))
    .sort();
}

/** What the one door of all commands knows: its table is plain JavaScript that starts a command when it is imported, so it is read as text. */
function commands(): string[] {
  const [, table = ''] = readText(BOOTSTRAP).split('const COMMANDS = {');
  const lines = (table.split('\n};', 1)[0] as string).split('\n');
  return lines.flatMap((line) => /^ {2}'?([a-z:-]+)'?: \{/.exec(line)?.[1] ?? []).sort();
}

describe('the operations guide', () => {
  test('has a row for every metric of the code, and for no other', () => {
    expect(declaredMetrics().length).toBeGreaterThan(10);
    expect(documentedMetrics()).toEqual(declaredMetrics());
  });

  test('says of every alarm what the code says', () => {
    const rows = section('Alarms')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.toSorted()).toEqual(
      ALARM_CODES.map((code) => {
        const { level, summary, whatToDo } = ALARMS[code];
        return `| \`${code}\` | ${level} | ${summary} | ${whatToDo} |`;
      }).toSorted(),
    );
  });

  test('leads to files that are there', () => {
    const links = [...GUIDE.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path as string);
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(readText(path)).not.toBe('');
  });

  test('names only commands that there are', () => {
    const named = [...GUIDE.matchAll(/`npm run ([a-z:-]+)/g)].map(([, name]) => name as string);
    expect(named.filter((name) => SCRIPTS[name] === undefined)).toEqual([]);
  });
});

describe('every alarm', () => {
  test('is raised somewhere', () => {
    const used = new Set(
      readSourceFiles()
        .filter(({ path }) => !path.startsWith('test/') && !path.endsWith('alarm-list.ts'))
        .flatMap((file) => file.facts.strings),
    );
    expect(ALARM_CODES.filter((code) => !used.has(code))).toEqual([]);
  });
});

describe('every command', () => {
  test('of the door has a script, and every script of the door a command', () => {
    expect(commands().length).toBeGreaterThan(5);
    const scripts = Object.entries(SCRIPTS).filter(([, line]) => line.includes(BOOTSTRAP));
    expect(scripts.map(([name]) => name).sort()).toEqual(commands());
    for (const [name, line] of scripts) expect(line).toBe(`node ${BOOTSTRAP} ${name}`);
  });

  test('is in the README', () => {
    const missing = commands().filter((name) => {
      const short = name === 'start' || name === 'test';
      return !new RegExp(`npm ${short ? '' : 'run '}${name}(?![a-z:-])`).test(README);
    });
    expect(missing).toEqual([]);
  });
});
