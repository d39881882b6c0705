// One version of the policy on a screen: what it is, and per carrier, kind and country which fields leave.
import type { PolicyVersion } from '#schemas/generated/records';
import type { PolicyVersionText } from '#shared/policy/change/policy-change';
import { renderTable, wrap } from '#shared/policy/check/render-text';
import type { FieldRelease } from '#shared/policy/release/field-release';
import { minuteOf } from './render-history.js';

export function renderVersion(
  { policy }: PolicyVersionText,
  version: PolicyVersion,
  inForce: PolicyVersion,
  width: number,
): string {
  const state = version.version === inForce.version ? 'in force' : `version ${inForce.version} is in force`;
  const came =
    version.publishedAt === 0
      ? 'came with the program'
      : `published ${minuteOf(version.publishedAt)} UTC by ${version.publishedBy}`;
  const rows = [...policy.carriers].flatMap(([id, { releases }]) =>
    [...releases].flatMap(([kind, byCountry]) =>
      groups(byCountry).map(([countries, fields]) => [id, kind, countries, fields]),
    ),
  );
  return [
    `Policy version ${version.version}: ${state}, ${came}.`,
    ...wrap(
      `${policy.purposes.size} purposes, ${policy.categories.size} categories, ${policy.recipients.size} recipients, ${policy.carriers.size} carriers, ${policy.notifications.size} kinds of messages. Released when: ${policy.release.requires.join(', ')}.`,
      width,
    ),
    '',
    'WHAT CARRIERS GET (a field in brackets: only if the order has it)',
    '',
    renderTable(['Carrier', 'Kind', 'To', 'Fields'], rows, width),
    '',
    'Why each of them, and what is withheld: npm run policy:check. The file itself: --yaml.',
    '',
  ].join('\n');
}

/** Countries with the same list share a row. */
function groups(byCountry: ReadonlyMap<string, ReadonlyMap<string, FieldRelease>>): [string, string][] {
  const grouped = new Map<string, string[]>();
  for (const [country, fields] of byCountry) {
    const key = [...fields].map(([id, { need }]) => (need === 'required' ? id : `[${id}]`)).join(', ');
    grouped.set(key, [...(grouped.get(key) ?? []), country]);
  }
  return [...grouped].map(([fields, countries]) => [
    countries.join(', '),
    fields.replaceAll('customsItems.', 'customs.'),
  ]);
}
