// Reads a YAML file so that whatever is found wrong with it later can be shown by its line.
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export type YamlRead =
  /** `lineOf`: where the place begins; of a key that is missing, where the block begins in which it belongs. */
  | { readonly kind: 'tree'; readonly tree: unknown; readonly lineOf: (place: readonly PropertyKey[]) => number }
  /** Sentences that begin with the line. */
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

export function readYaml(text: string): YamlRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { uniqueKeys: true, strict: true, lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map(
      ({ linePos, message }) => `line ${linePos?.[0].line ?? 1}: ${message.split('\n', 1)[0] ?? message}`,
    );
    return { kind: 'faults', faults };
  }
  const tree: unknown = document.toJS({ maxAliasCount: 50 });
  return { kind: 'tree', tree, lineOf: (place) => lines.linePos(offsetOf(document, place)).line };
}

function offsetOf(document: Document.Parsed, place: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of place) {
    const next = stepInto(isAlias(node) ? node.resolve(document) : node, key);
    if (next === null) break;
    ({ node } = next);
    offset = next.offset;
  }
  return offset;
}

function stepInto(node: unknown, key: PropertyKey): { readonly node: unknown; readonly offset: number } | null {
  if (isMap(node)) {
    const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
    return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) };
  }
  const entry = isSeq(node) ? node.items[Number(key)] : undefined;
  return entry === undefined ? null : { node: entry, offset: startOf(entry) };
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
