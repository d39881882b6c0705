// A word with a colour; the word alone says it all.

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'info';

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}
