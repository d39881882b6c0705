// What can be asked of `npm run policy`, and the help that says so.
import { parseArgs } from 'node:util';

export const POLICY_HELP = `Usage: npm run policy -- show [VERSION] [--yaml]
                       history
                       diff [FILE|VERSION [FILE|VERSION]]
                       publish FILE [--text FILE] [--by ROLE]

show      the version in force (or another one): who gets which field; --yaml: the file itself
history   every version, when and by whom it was published, and what it changed
diff      in plain words: from the version in force to FILE, or from one version or file to another
publish   checks FILE against all schemas (as policy:check does), tells the difference, and publishes it; running services
          follow within a second, without a restart. Fields withdrawn from a carrier are taken back from its live shipments, too.
          --text: the policy as people read it from then on; the desk shows it at once, with what changed (default: as before)
          --by: the role that publishes, never a name (default: operator)

Exit code 0: done; 1: refused, with the names of what is wrong; 2: the broker could not be asked; 64: usage.
Talks to the broker that is up; settings of another one: KAFKA_*, SCHEMA_REGISTRY_URL, TOPIC_PREFIX (shared/config/README.md).
`;

export interface Asked {
  readonly command: string;
  readonly operands: readonly string[];
  readonly by: string;
  /** File with the text for people; null: it stays as it is. */
  readonly text: string | null;
  readonly yaml: boolean;
  readonly help: boolean;
}

const ROLE = /^[a-z]+(?:-[a-z]+)*$/;

const OPERANDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  show: [0, 1],
  history: [0, 0],
  diff: [0, 2],
  publish: [1, 1],
};

/** What was asked for, or what is wrong with it. */
export function readArguments(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        by: { type: 'string' },
        text: { type: 'string' },
        yaml: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const [command = '', ...operands] = positionals;
    const asked = {
      command,
      operands,
      by: values.by ?? 'operator',
      text: values.text ?? null,
      yaml: values.yaml === true,
      help: values.help === true,
    };
    if (asked.help) return asked;
    const counts = OPERANDS[command];
    if (counts === undefined) return command === '' ? 'Say what to do.' : `There is no command ${command}.`;
    if (operands.length < counts[0]) return `${command} needs a file.`;
    if (operands.length > counts[1]) return `${command} does not take so many operands.`;
    if (!ROLE.test(asked.by))
      return '--by takes a role such as privacy-officer: lower-case words with hyphens, never a name.';
    return asked;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
