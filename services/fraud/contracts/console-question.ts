// What may be asked of `console-cli.ts`.
import { z } from 'zod';

const ConsoleQuestion = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('show') }),
  z.strictObject({ do: z.literal('draft'), text: z.string() }),
  z.strictObject({ do: z.literal('backtest'), text: z.string() }),
  z.strictObject({ do: z.literal('publish'), text: z.string(), by: z.string().regex(/^[a-z-]+$/) }),
]);

/** @throws for anything else */
export function readConsoleQuestion(json: string): z.infer<typeof ConsoleQuestion> {
  return ConsoleQuestion.parse(JSON.parse(json));
}
