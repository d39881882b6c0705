// The audit of commands in memory.
import { type CommandLog, type NotedCommand, notedCommand } from '#services/erasure/store/command-log';

export function createMemoryCommandLog(): CommandLog & { readonly noted: ReadonlyMap<string, NotedCommand> } {
  const noted = new Map<string, NotedCommand>();
  return {
    noted,
    note: (outcomes, handledAt) => {
      for (const outcome of outcomes) {
        const { commandId } = outcome.command;
        if (!noted.has(commandId)) noted.set(commandId, notedCommand(outcome, handledAt));
      }
      return Promise.resolve();
    },
    find: (commandId) => Promise.resolve(noted.get(commandId) ?? null),
  };
}
