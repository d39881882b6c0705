// The provider tells at each start, and at the first log-in, what a real one would need to have set. Whoever tries the sample out can do nothing
// about it, and it stands between the lines that are meant for them. Comes before the provider is loaded.
const NOTICE = /\boidc-provider (?:NOTICE|WARNING):/;

for (const level of ['info', 'warn'] as const) {
  const say = console[level].bind(console);
  console[level] = (...words: unknown[]) => {
    if (!NOTICE.test(String(words[0]))) say(...words);
  };
}
