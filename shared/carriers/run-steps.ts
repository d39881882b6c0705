// Steps that must all be done or none: when one fails, those done before it are undone in reverse.

export interface UndoableStep {
  /** What it does, for whoever reads that it failed. */
  readonly name: string;
  /** Does it, and gives what undoes exactly that: what was there before must stay. Null: there is nothing to undo. */
  readonly run: () => Promise<null | (() => Promise<void>)>;
}

export type StepsOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      readonly step: string;
      readonly error: unknown;
      /** Steps that could not be undone either; empty: everything is as before. */
      readonly left: readonly string[];
    };

export async function runSteps(steps: readonly UndoableStep[]): Promise<StepsOutcome> {
  const done: { readonly name: string; readonly undo: () => Promise<void> }[] = [];
  for (const { name, run } of steps) {
    try {
      const undo = await run();
      if (undo !== null) done.push({ name, undo });
    } catch (error) {
      return { kind: 'failed', step: name, error, left: await undoAll(done) };
    }
  }
  return { kind: 'done' };
}

async function undoAll(done: { readonly name: string; readonly undo: () => Promise<void> }[]): Promise<string[]> {
  const left: string[] = [];
  for (const { name, undo } of done.reverse()) {
    try {
      await undo();
    } catch {
      left.push(name);
    }
  }
  return left;
}
