// The difference between two texts, paragraph by paragraph, as a reader wants to see it. Pure.

export interface TextLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Texts of more paragraphs than this are told as replaced whole: the comparison costs their product. */
const MOST_PARAGRAPHS = 2_000;

/** What was removed stands before what was added in its place; empty lines don't count. */
export function textChanges(before: string, after: string): readonly TextLine[] {
  const [old, now] = [paragraphs(before), paragraphs(after)];
  if (old.length > MOST_PARAGRAPHS || now.length > MOST_PARAGRAPHS)
    return [...old.map((text) => line('removed', text)), ...now.map((text) => line('added', text))];
  const common = commonLengths(old, now);
  const lines: TextLine[] = [];
  let [o, n] = [0, 0];
  while (o < old.length || n < now.length) {
    const [left, right] = [old[o], now[n]];
    if (left !== undefined && left === right) {
      lines.push(line('same', left));
      o += 1;
      n += 1;
    } else if (left !== undefined && (right === undefined || at(common, o + 1, n) >= at(common, o, n + 1))) {
      lines.push(line('removed', left));
      o += 1;
    } else {
      lines.push(line('added', right as string));
      n += 1;
    }
  }
  return lines;
}

function paragraphs(text: string): readonly string[] {
  return text
    .split('\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

/** Lengths of the longest common sequence from each pair of places on. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let o = old.length - 1; o >= 0; o--) {
    const row = table[o] as Uint16Array;
    for (let n = now.length - 1; n >= 0; n--) {
      row[n] = old[o] === now[n] ? at(table, o + 1, n + 1) + 1 : Math.max(at(table, o + 1, n), at(table, o, n + 1));
    }
  }
  return table;
}

function at(table: readonly Uint16Array[], o: number, n: number): number {
  return table[o]?.[n] ?? 0;
}

function line(kind: TextLine['kind'], text: string): TextLine {
  return { kind, text };
}
