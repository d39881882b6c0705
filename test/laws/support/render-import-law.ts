// Renders the import table for shared/README.md; a law keeps the page fresh.
import { IMPORT_TABLE, type Row } from './import-table.js';
import { LIBRARY_TABLE } from './library-table.js';

const BEGIN = '<!-- import law: written by write-import-law.ts -->\n';
const END = '<!-- end of import law -->';

/** The page with its import law rendered anew. */
export function renderImportLaw(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new RangeError('shared/README.md has lost its markers');
  return `${before}${BEGIN}\n${renderZones()}\n\n${renderLibraries()}\n\n${END}${after}`;
}

function renderZones(): string {
  const rows = IMPORT_TABLE.map((row) => {
    return `| ${row.zone} | ${shown(row.may)} | ${shown(row.types ?? [])} | ${builtIns(row)} | ${row.why} |`;
  });
  return ['| Zone | May import | As types only | Node | Why |', '|---|---|---|---|---|', ...rows].join('\n');
}

function renderLibraries(): string {
  const entries = Object.entries(LIBRARY_TABLE).toSorted(([first], [second]) => (first < second ? -1 : 1));
  const rows = entries.map(([library, places]) => {
    return `| \`${library}\` | ${places.length === 0 ? 'tests only' : places.map(placeOf).join(', ')} |`;
  });
  return ['| Library | Where, beside tests |', '|---|---|', ...rows].join('\n');
}

function shown(prefixes: readonly string[]): string {
  const names = prefixes.map((prefix) => prefix.replace('$1', 'own').replace(/\/$/, ''));
  return names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ');
}

function builtIns(row: Row): string {
  return row.node === undefined ? 'yes' : row.node.length === 0 ? 'no' : row.node.join(', ');
}

// A pattern as a path for people; each name that may vary becomes a star.
function placeOf(place: RegExp): string {
  const path = place.source.replace(/^\^/, '').replaceAll('\\', '').replaceAll('[^/]+', '*').replaceAll('[^/]*', '*');
  return `\`${path.replace(/[/$]$/, '').replaceAll('?:', '').replaceAll('|', ' or ')}\``;
}
