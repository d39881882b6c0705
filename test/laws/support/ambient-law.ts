// Judges who reads the surroundings: environment, time, randomness. Everybody else gets them passed in.
import type { Ambient } from './file-facts.js';
import type { SourceFile } from './module-graph.js';

interface AmbientRule {
  readonly places: readonly RegExp[];
  readonly remedy: string;
}

/** Programs of their own: what a person or a script starts. */
const COMMANDS = [
  /^shared\/(?:start|stack|sample|replay|bench|console)\//,
  /(?:^|\/)(?:[^/]+-)?(?:main|cli)\.ts$/,
  /\.mjs$/,
];

/** Where the real sources are handed to those who take them as parameters. */
const COMPOSITION = [
  /^shared\/publisher\/start-publisher\.ts$/,
  /^shared\/platform\/open-platform\.ts$/,
  /^services\/[^/]+\/(?:service|compose-[a-z-]+)\.ts$/,
];

const RULES: Readonly<Record<Ambient, AmbientRule>> = {
  'process.env': {
    places: [/^shared\/config\/load\.ts$/, ...COMMANDS],
    remedy: 'Add a variable to a block in shared/config and take the loaded config as a parameter.',
  },
  'Date.now': {
    places: [/^shared\/domain\/system-clock\.ts$/, ...COMMANDS],
    remedy: 'Take a Clock (shared/domain/clock.ts) as a parameter.',
  },
  'new Date()': {
    places: [/^shared\/domain\/system-clock\.ts$/, ...COMMANDS],
    remedy: 'Take a Clock (shared/domain/clock.ts) as a parameter.',
  },
  'Math.random': {
    places: [...COMPOSITION, ...COMMANDS],
    remedy: 'Take the random value or a source of it as a parameter.',
  },
  randomUUID: {
    places: [/^shared\/domain\/random-ids\.ts$/, ...COMPOSITION, ...COMMANDS],
    remedy: 'Take the id or a source of ids as a parameter.',
  },
};

export function judgeAmbient(file: Pick<SourceFile, 'path' | 'facts'>): string[] {
  if (file.path.startsWith('test/')) return [];
  return file.facts.ambient.flatMap((ambient) => {
    const { places, remedy } = RULES[ambient];
    return places.some((place) => place.test(file.path)) ? [] : [`${file.path} reads ${ambient}. ${remedy}`];
  });
}
