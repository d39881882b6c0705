// The program behind `npm run dead-letters`; what it does is in dead-letters-command.ts.
import { withToolPlatform } from '#shared/backup/tool-platform';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { endCommand } from '#shared/runtime/end-command';
import { DEAD_LETTERS_HELP, deadLettersCommand, type LetterDesk, readLetterArguments } from './dead-letters-command.js';
import { openOriginal, readDeadLetters } from './read-dead-letters.js';

const SEND_TIMEOUT_MS = 15_000;

async function main(): Promise<number> {
  const asked = readLetterArguments(process.argv.slice(2));
  if (asked === 'help') {
    process.stdout.write(DEAD_LETTERS_HELP);
    return 0;
  }
  if ('wrong' in asked) {
    process.stderr.write(`${asked.wrong}\n\n${DEAD_LETTERS_HELP}`);
    return 64;
  }
  return withToolPlatform('dead-letters', async ({ platform }) => {
    const producer = await startPlainProducer(platform.kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
    const desk: LetterDesk = {
      letters: (service) => readDeadLetters(platform, service),
      open: (found) => openOriginal(platform.vault, found),
      send: (record) => producer.send([record]),
      plainName: (topic) => topic.slice(platform.prefix.length),
    };
    try {
      return await deadLettersCommand(asked, desk, (text) => void process.stdout.write(text));
    } finally {
      await producer.stop();
    }
  });
}

endCommand(main());
