// Conditions of rules are written in CEL, the Common Expression Language: no loops, no side effects, and what it names is checked beforehand.
import { Environment } from '@marcbachmann/cel-js';
import { DEFAULTS, type Features } from '../domain/features.js';

export type Compiled =
  | {
      readonly kind: 'condition';
      readonly holds: (features: Features) => boolean;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problem: string };

/** Long conditions are programs; split them into rules that can be told apart. */
const LONGEST = 500;

const WORD = /[a-z][a-z0-9_]*/g;
const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

const environment = createEnvironment();

export function compileCondition(text: string): Compiled {
  if (text.length > LONGEST) return { kind: 'refused', problem: `is longer than ${LONGEST} characters` };
  const checked = environment.check(text);
  if (!checked.valid) return { kind: 'refused', problem: firstLine(checked.error?.message ?? 'cannot be read') };
  if (checked.type !== 'bool') return { kind: 'refused', problem: `gives ${String(checked.type)}, not true or false` };
  const evidence = namesIn(text);
  if (evidence.length === 0) return { kind: 'refused', problem: 'names no feature, so it would always give the same' };
  const run = environment.parse(text);
  // A condition sees nothing but the features it names, so with all of these at rest it always says the same. Most orders leave most at rest.
  const atRest = run(DEFAULTS) === true;
  const holds = (features: Features): boolean => {
    for (const name of evidence) if (features[name] !== DEFAULTS[name]) return run(features) === true;
    return atRest;
  };
  return { kind: 'condition', holds, evidence };
}

/** Features named outside of quotes, each once, in the order in which they stand. */
function namesIn(text: string): readonly string[] {
  const words = text.replace(TEXT, ' ').match(WORD) ?? [];
  return [...new Set(words)].filter((word) => word in DEFAULTS);
}

function createEnvironment(): Environment {
  const created = new Environment();
  for (const [name, value] of Object.entries(DEFAULTS)) {
    created.registerVariable(name, { string: 'string', number: 'double', boolean: 'bool' }[typeof value as 'string']);
  }
  return created;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
