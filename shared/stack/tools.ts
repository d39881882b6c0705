// Finds the programs that fetching needs; a missing one is named together with how to install it.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { RunCommand } from './run-command.js';

interface Tool {
  /** Names it may have, the first that exists is taken. */
  readonly names: readonly string[];
  readonly howToInstall: string;
}

const TOOLS = {
  pip: {
    names: ['pip', 'pip3'],
    howToInstall: 'Debian/Ubuntu: apt-get install python3-pip; Fedora: dnf install python3-pip',
  },
  mvn: {
    names: ['mvn'],
    howToInstall: 'Debian/Ubuntu: apt-get install maven; Fedora: dnf install maven',
  },
  tar: {
    names: ['tar'],
    howToInstall: 'Debian/Ubuntu: apt-get install tar gzip; Fedora: dnf install tar gzip',
  },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

/**
 * The command for each tool.
 * @throws FulfilmentError STACK_TOOL_MISSING that names all missing tools at once and how to install each
 */
export async function findTools<T extends ToolName>(
  wanted: readonly T[],
  run: RunCommand,
): Promise<Readonly<Record<T, string>>> {
  const found: Partial<Record<T, string>> = {};
  const missing: T[] = [];
  for (const tool of wanted) {
    const command = await firstExisting(TOOLS[tool].names, run);
    if (command === undefined) missing.push(tool);
    else found[tool] = command;
  }
  if (missing.length > 0) {
    const install = missing.map((tool) => `${tool}: ${TOOLS[tool].howToInstall}`).join(' | ');
    throw new FulfilmentError('STACK_TOOL_MISSING', { missing: missing.join(', '), install });
  }
  return found as Readonly<Record<T, string>>;
}

async function firstExisting(names: readonly string[], run: RunCommand): Promise<string | undefined> {
  for (const name of names) {
    // `command -v` only looks the name up: `mvn --version` would cost half a second of JVM each time.
    const { exitCode } = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', name]);
    if (exitCode === 0) return name;
  }
  return undefined;
}
