// The only reader of the process environment: variables → zod → compiled, frozen config.
// All violations come in one error, so that a user corrects everything at once.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Block, Compiled, ConfigOf, Variable, Violation } from './block.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Raised by `loadConfig`: CONFIG_INVALID with every violation; its message lists them in lines a user can act on. */
export class ConfigError extends FulfilmentError {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super('CONFIG_INVALID', { violations: violations.length });
    this.violations = violations;
    this.message = [this.message, ...violations.map((v) => `  ${v.variable}: ${v.problem}. ${v.remedy}`)].join('\n');
  }
}

/**
 * Loads the named blocks: `loadConfig({ kafka: KAFKA, mongo: MONGO })` gives `{ kafka: KafkaConfig, mongo: MongoConfig }`.
 * @param blocks the blocks this process needs; only their variables are read
 * @param environment default: the environment of the process
 * @throws ConfigError with all violations of all blocks
 */
export function loadConfig<B extends Readonly<Record<string, Block<unknown>>>>(
  blocks: B,
  environment: Environment = process.env,
): { readonly [K in keyof B]: ConfigOf<B[K]> } {
  const violations: Violation[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, block] of Object.entries(blocks)) {
    const values = readVariables(block, environment, violations);
    if (values === null) continue;
    const compiled = (block.compile as (values: unknown) => Compiled<unknown>)(values);
    if ('violations' in compiled) violations.push(...compiled.violations);
    else config[name] = deepFreeze(compiled.config);
  }
  if (violations.length > 0) throw new ConfigError(violations);
  return Object.freeze(config) as { readonly [K in keyof B]: ConfigOf<B[K]> };
}

/** The values of a block, or null when a variable of it is not valid (the rules across them make no sense then). */
function readVariables(block: Block<unknown>, environment: Environment, violations: Violation[]): unknown {
  const values: Record<string, unknown> = {};
  let valid = true;
  for (const [name, variable] of Object.entries(block.variables)) {
    const outcome = readVariable(name, variable, environment[name]);
    if (outcome.violation !== null) {
      violations.push(outcome.violation);
      valid = false;
    } else values[name] = outcome.value;
  }
  return valid ? values : null;
}

type ReadOutcome = { readonly value: unknown; readonly violation: null } | { readonly violation: Violation };

function readVariable(name: string, variable: Variable<unknown>, raw: string | undefined): ReadOutcome {
  const set = raw !== undefined && raw.trim() !== '';
  const text = set ? raw.trim() : variable.fallback;
  if (text === null) return { value: undefined, violation: null };
  if (text === undefined) return { violation: { variable: name, problem: 'is not set', remedy: variable.remedy } };
  const parsed = variable.schema.safeParse(text);
  if (parsed.success) return { value: parsed.data, violation: null };
  const problem = parsed.error.issues[0]?.message ?? 'is not valid';
  return { violation: { variable: name, problem, remedy: variable.remedy } };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze<unknown>(inner);
  return Object.freeze(value);
}
