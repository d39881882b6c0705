// What the laws need to know of a source file, read from its syntax tree: comments and strings can't mislead them.
import { parseSync } from '@swc/core';

export interface ImportFact {
  /** As written: `#shared/errors/catalogue`, `./x.js`, `node:fs`, `kafkajs`. */
  readonly specifier: string;
  /** True when nothing of it exists at run time. */
  readonly typeOnly: boolean;
  /** Names taken from it, `*` for all. */
  readonly names: readonly string[];
}

/** Reads of the surroundings that only adapters may make. */
export type Ambient = 'process.env' | 'Date.now' | 'new Date()' | 'Math.random' | 'randomUUID';

export interface FileFacts {
  readonly imports: readonly ImportFact[];
  readonly hasDefaultExport: boolean;
  readonly ambient: readonly Ambient[];
  /** All string literals, for laws about codes. */
  readonly strings: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

interface Collected {
  readonly imports: ImportFact[];
  hasDefaultExport: boolean;
  readonly ambient: Set<Ambient>;
  readonly strings: Set<string>;
}

export function readFacts(text: string, isTypeScript: boolean, hasMarkup = false): FileFacts {
  const tree = isTypeScript
    ? parseSync(text, { syntax: 'typescript', tsx: hasMarkup, target: 'es2022' })
    : parseSync(text, { syntax: 'ecmascript', target: 'es2022' });
  const collected: Collected = { imports: [], hasDefaultExport: false, ambient: new Set(), strings: new Set() };
  visit(tree, collected);
  const { imports, hasDefaultExport, ambient, strings } = collected;
  return { imports, hasDefaultExport, ambient: [...ambient], strings: [...strings] };
}

function visit(value: unknown, collected: Collected): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, collected);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  if (typeof node.type === 'string') inspect(node, collected);
  for (const key in node) if (key !== 'span') visit(node[key], collected);
}

function inspect(node: Node, collected: Collected): void {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return addImport(node, collected);
    case 'TsImportType':
      collected.imports.push({ specifier: textOf(node['argument']), typeOnly: true, names: ['*'] });
      return;
    case 'CallExpression':
      return addCall(node, collected);
    case 'ExportDefaultDeclaration':
    case 'ExportDefaultExpression':
      collected.hasDefaultExport = true;
      return;
    case 'MemberExpression':
      return addMember(node, collected);
    case 'NewExpression':
      if (nameOf(node['callee']) === 'Date' && listOf(node['arguments']).length === 0)
        collected.ambient.add('new Date()');
      return;
    case 'VariableDeclarator':
      if (nameOf(node['init']) === 'process' && takesEnv(node['id'])) collected.ambient.add('process.env');
      return;
    case 'StringLiteral':
      collected.strings.add(textOf(node));
      return;
    default:
  }
}

function addImport(node: Node, collected: Collected): void {
  if (node.type === 'ExportNamedDeclaration' && listOf(node['specifiers']).some(exportsDefault)) {
    collected.hasDefaultExport = true;
  }
  if (node['source'] === null || node['source'] === undefined) return;
  const specifiers = listOf(node['specifiers']);
  const inlineTypes = specifiers.length > 0 && specifiers.every((specifier) => specifier['isTypeOnly'] === true);
  const names = specifiers.map(
    (specifier) => nameOf(specifier['imported'] ?? specifier['orig'] ?? specifier['local']) ?? '*',
  );
  const typeOnly = node['typeOnly'] === true || inlineTypes;
  collected.imports.push({ specifier: textOf(node['source']), typeOnly, names: names.length > 0 ? names : ['*'] });
  if (names.includes('randomUUID')) collected.ambient.add('randomUUID');
  if (textOf(node['source']) === 'node:process' && names.includes('env')) collected.ambient.add('process.env');
}

function addCall(node: Node, collected: Collected): void {
  const callee = node['callee'] as Node;
  if (callee.type !== 'Import') return;
  const [first] = listOf(node['arguments']);
  const expression = first?.['expression'] as Node | undefined;
  if (expression?.type === 'StringLiteral') {
    collected.imports.push({ specifier: textOf(expression), typeOnly: false, names: ['*'] });
  }
}

function addMember(node: Node, collected: Collected): void {
  const path = `${nameOf(node['object']) ?? ''}.${nameOf(node['property']) ?? ''}`;
  if (path === 'process.env' || path === 'Date.now' || path === 'Math.random') collected.ambient.add(path);
  if (path.endsWith('.randomUUID')) collected.ambient.add('randomUUID');
}

/** `export { x as default }`. */
function exportsDefault(specifier: Node): boolean {
  return nameOf(specifier['exported']) === 'default';
}

/** `const { env } = process`. */
function takesEnv(pattern: unknown): boolean {
  return listOf((pattern as Node)['properties']).some((property) => nameOf(property['key']) === 'env');
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

function nameOf(value: unknown): string | null {
  const node = value as Node | null | undefined;
  return node?.type === 'Identifier' ? String(node['value']) : null;
}

function textOf(value: unknown): string {
  return String((value as Node)['value']);
}
