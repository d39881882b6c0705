// Words that do not belong into the repository: addresses of package registries and paths of somebody's machine.

interface Word {
  readonly pattern: RegExp;
  readonly what: string;
  readonly remedy: string;
  /** Tests may hold such a word as an example. */
  readonly allowedInTests: boolean;
}

// Put together here, so that this file does not contain what it forbids.
const HOSTS = [
  ['registry', 'npmjs'],
  ['www', 'npmjs'],
  ['repo', 'maven'],
  ['repo1', 'maven'],
  ['central', 'sonatype'],
  ['files', 'pythonhosted'],
  ['pypi', 'org'],
  ['packages', 'confluent'],
].map((parts) => parts.join('\\.'));

const WORDS: readonly Word[] = [
  {
    pattern: new RegExp(`\\b(?:${HOSTS.join('|')})\\b`, 'i'),
    what: 'the address of a package registry',
    remedy: 'Use npm, pip or Maven as they are set up on the machine.',
    allowedInTests: false,
  },
  {
    pattern: new RegExp(`(?<![\\w.~-])/(?:${['work', 'root', 'home'].join('|')})/[\\w.-]`),
    what: 'a path of one machine',
    remedy: 'Derive it from the repository, from STACK_DIR or from a parameter.',
    allowedInTests: false,
  },
  {
    pattern: new RegExp(`(?<![\\w.~-])/${'tmp'}/[\\w.-]`),
    what: 'a fixed path for temporary files',
    remedy: 'Use mkdtemp below os.tmpdir().',
    allowedInTests: true,
  },
];

/** One sentence per line that holds such a word. */
export function judgeWords(path: string, text: string): string[] {
  const inTests = path.startsWith('test/');
  const words = WORDS.filter((word) => !(inTests && word.allowedInTests));
  return text.split('\n').flatMap((line, index) => {
    return words.flatMap(({ pattern, what, remedy }) =>
      pattern.test(line) ? [`${path}:${index + 1} names ${what}. ${remedy}`] : [],
    );
  });
}
