// What can be asked of `npm run rules`, and the help that says so.
import { parseArgs } from 'node:util';

export const RULES_HELP = `Usage: npm run rules -- check FILE
                      diff [FILE|VERSION [FILE|VERSION]]
                      publish FILE [--by ROLE]
                      list
                      show [VERSION] [--yaml]

check    every fault of a rule file, and what its rules look at; asks no broker
diff     in plain words: from the version in force to FILE, or from one version or file to another
publish  checks FILE, tells the difference and publishes it; the running service follows within a second, without a restart.
         Orders assessed from then on name its version; what was assessed before stays until something else changes it
list     every version, when and by whom it was published, and which one is in force
show     the rules of the version in force, or of another one; --yaml: the file itself

VERSION is a number, or NAME/NUMBER for a set of another name. --by is a role, never a name (default: fraud-analyst).
What a change would have done to past orders: npm run backtest -- --rules FILE --against FILE --history topics.
Exit code 0: done; 1: refused, with what is wrong; 2: the broker could not be asked; 64: usage.
Talks to the broker that is up; settings of another one: KAFKA_*, SCHEMA_REGISTRY_URL, TOPIC_PREFIX (shared/config/README.md).
`;

export interface RulesAsked {
  readonly command: string;
  readonly operands: readonly string[];
  readonly by: string;
  readonly yaml: boolean;
}

const ROLE = /^[a-z]+(?:-[a-z]+)*$/;
const OPERANDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  check: [1, 1],
  diff: [0, 2],
  publish: [1, 1],
  list: [0, 0],
  show: [0, 1],
};

/** What was asked for, `help`, or what is wrong with it. */
export function readRulesArguments(args: readonly string[]): RulesAsked | 'help' | { readonly wrong: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { by: { type: 'string' }, yaml: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help === true) return 'help';
    const [command = '', ...operands] = positionals;
    const counts = OPERANDS[command];
    if (counts === undefined) return { wrong: command === '' ? 'Say what to do.' : `There is no command ${command}.` };
    if (operands.length < counts[0]) return { wrong: `${command} needs a file.` };
    if (operands.length > counts[1]) return { wrong: `${command} does not take so many operands.` };
    const by = values.by ?? 'fraud-analyst';
    if (!ROLE.test(by)) return { wrong: '--by takes a role such as fraud-analyst, never a name.' };
    return { command, operands, by, yaml: values.yaml === true };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}
