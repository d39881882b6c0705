// A block is one theme of settings: its variables with schema and documentation, and how they become compiled config.
import type { z } from 'zod';

/** One environment variable. Sentences go into the documentation and into the error a user reads. */
export interface Variable<T> {
  /** Reads the text of the variable; an empty text counts as unset. */
  readonly schema: z.ZodType<T, string>;
  /** The text used when the variable is unset; without it the variable is required. `null`: unset gives undefined. */
  readonly fallback?: string | null;
  readonly meaning: string;
  /** What to do when it is missing or wrong. */
  readonly remedy: string;
}

/** One reason why the configuration is not valid; never holds the value of a variable. */
export interface Violation {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The value of each variable; a `fallback: null` makes it possibly undefined. */
export type ValuesOf<V extends Variables> = {
  readonly [K in keyof V]: V[K] extends { readonly fallback: null } ? OutputOf<V[K]> | undefined : OutputOf<V[K]>;
};
type OutputOf<X> = X extends { readonly schema: z.ZodType<infer T, string> } ? T : never;

/** What compiling gives: the config, or what is wrong across the variables. */
export type Compiled<C> = { readonly config: C } | { readonly violations: readonly Violation[] };

export interface Block<C> {
  readonly name: string;
  readonly variables: Variables;
  readonly compile: (values: never) => Compiled<C>;
}

/** Declares a block; `compile` gets the typed values and applies the rules across them. */
export function defineBlock<const V extends Variables, C>(block: {
  readonly name: string;
  readonly variables: V;
  readonly compile: (values: ValuesOf<V>) => Compiled<C>;
}): Block<C> {
  return block;
}

/** The config type a block compiles to. */
export type ConfigOf<B> = B extends Block<infer C> ? C : never;
