// The state of a stack as a table for people.
import picocolors from 'picocolors';
import { vitals } from './own-process.js';
import type { RunState } from './run-state.js';
import { SERVERS, type ServerName } from './server-name.js';
import type { ServerHealth, StackHealth } from './stack-health.js';
import { VERSIONS } from './versions.js';

const HEADINGS = ['server', 'state', 'version', 'address', 'pid', 'memory', 'up for'] as const;
const COLOURS: Readonly<Record<ServerHealth, (text: string) => string>> = {
  up: picocolors.green,
  silent: picocolors.yellow,
  down: picocolors.red,
};

/** One line per server below a line of headings. */
export function statusTable(state: RunState, health: StackHealth): string {
  const rows = SERVERS.map((server) => row(server, state, health[server]));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const coloured = rows.map((cells, index) => {
    const server = SERVERS[index];
    const colour = server === undefined ? String : COLOURS[health[server]];
    // Colours after padding: their invisible characters must not count as width.
    return line(cells).replace(/^(\S+\s+)(\S+)/, (_, name: string, word: string) => `${name}${colour(word)}`);
  });
  return [picocolors.dim(line(HEADINGS)), ...coloured].join('\n');
}

function row(server: ServerName, state: RunState, health: ServerHealth): readonly string[] {
  const id = state.processes[server];
  const alive = id === undefined ? undefined : vitals(id);
  return [
    server,
    health,
    VERSIONS[server],
    `127.0.0.1:${state.ports[server]}`,
    id === undefined || alive === undefined ? '–' : String(id.pid),
    alive === undefined ? '–' : `${Math.round(alive.residentBytes / 1_000_000)} MB`,
    alive === undefined ? '–' : duration(alive.uptimeSeconds),
  ];
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
