// Failures while the local stack is fetched, started or stopped.
import type { CatalogueRow } from '../error-class.js';

export const STACK = {
  STACK_TOOL_MISSING: {
    class: 'crash',
    summary: 'A program that the local stack needs is not installed.',
    whatToDo: 'Install the program the message names, or set KAFKA_BROKERS to use an existing stack.',
  },
  STACK_DOWNLOAD_FAILED: {
    class: 'crash',
    summary: 'A part of the local stack could not be downloaded.',
    whatToDo:
      'Check the network and the settings of Maven and pip, then run the command again: it goes on where it stopped.',
  },
  STACK_CHECKSUM_MISMATCH: {
    class: 'crash',
    summary: 'A downloaded file is not the one whose checksum we know.',
    whatToDo: 'Delete the file the message names and run the command again; if it stays, do not trust the source.',
  },
  STACK_START_FAILED: {
    class: 'crash',
    summary: 'A server of the local stack ended or did not answer in time.',
    whatToDo: 'Read the log file the message names; `npm run stack -- down` cleans up.',
  },
  STACK_PORT_TAKEN: {
    class: 'crash',
    summary: 'A port that the local stack was told to use is taken.',
    whatToDo: 'Choose another STACK_PORT, or leave it out so that free ports are chosen.',
  },
} as const satisfies Record<string, CatalogueRow>;
