// The record of processing activities as sections of plain tables, whatever it is written as: terminal, page or Markdown.
import type { CarrierRule, Policy } from '../policy.js';
import { RELEASABLE_FIELDS } from '../release/shipment-fields.js';
import { categoriesIn, expand } from './check-house.js';
import { type DataMapRow, dataMapOf, recipientsOf, retentionInWords } from './data-map.js';
import type { House } from './house.js';
import { plannedRows, type SentenceRow } from './sentence-rows.js';
import { PURPOSES, RECIPIENTS } from '../vocabulary.js';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Report {
  readonly title: string;
  readonly summary: string;
  readonly sections: readonly Section[];
}

export function reportOf(house: House, sentences: readonly SentenceRow[]): Report {
  const { policy } = house;
  const planned = plannedRows(sentences).length;
  return {
    title: 'Record of processing activities',
    summary: `Policy version ${policy.version}: ${policy.purposes.size} purposes, ${policy.categories.size} categories, ${policy.recipients.size} recipients, ${policy.carriers.size} carriers, ${house.records.size} records. Of ${sentences.length} sentences of the privacy policy ${sentences.length - planned} are enforced and proven, ${planned} wait for a capability.`,
    sections: [
      purposesSection(policy),
      categoriesSection(policy),
      recipientsSection(policy),
      egressSection(house),
      ...[...policy.carriers.values()].map(carrierSection),
      forbiddenSection(policy),
      notificationsSection(policy),
      sentencesSection(sentences),
      dataMapSection(dataMapOf(house)),
    ],
  };
}

function purposesSection({ purposes }: Policy): Section {
  return {
    id: 'purposes',
    title: 'Purposes',
    intro: 'The list is closed. Data is used for these purposes and for no other.',
    columns: ['Purpose', 'Meaning', 'DPV', 'fideslang'],
    rows: [...purposes].map(([id, { meaning, dpv, fideslang }]) => [words(id), meaning, dpv, fideslang]),
  };
}

function categoriesSection(policy: Policy): Section {
  return {
    id: 'categories',
    title: 'Categories of data',
    intro: 'Of several clocks the one that ends last counts; while something pauses them, nothing is due.',
    columns: ['Category', 'Meaning', 'Stored', 'Purposes', 'Recipients', 'Kept', 'Paused by', 'Exceptions', 'Terms'],
    rows: [...policy.categories.values()].map((rule) => {
      const { id, meaning, sealed, personal, purposes, retention, dpv, fideslang } = rule;
      const clocked = retention.kind === 'clocked' ? retention : null;
      return [
        id,
        meaning,
        personal ? (sealed ? 'sealed' : 'by pseudonym') : 'plain',
        list(purposes),
        list(recipientsOf(policy, rule)),
        retentionInWords(retention),
        list(clocked?.pausedBy ?? []),
        (clocked?.exceptions ?? []).map(({ what, keep, why }) => `${what}: ${keep}. ${why}`).join(' '),
        [...dpv, ...fideslang].join(', '),
      ];
    }),
  };
}

function recipientsSection({ recipients }: Policy): Section {
  return {
    id: 'recipients',
    title: 'Recipients',
    intro: 'Whoever is not listed gets nothing.',
    columns: ['Recipient', 'Who', 'Basis', 'Gets', 'Only when'],
    rows: [...recipients.values()].map(({ id, meaning, basis, gets, onlyWhen }) => [
      words(id),
      meaning,
      words(basis),
      [...gets]
        .map(([category, purposes]) => (purposes.length === 0 ? category : `${category} (${list(purposes)})`))
        .join('; '),
      onlyWhen ?? '',
    ]),
  };
}

function egressSection(house: House): Section {
  const rules = house.policy.egress.flatMap((rule) => expand(rule, house.carrierIds));
  return {
    id: 'egress',
    title: 'What leaves',
    intro: 'Every other topic is read inside the house only.',
    columns: ['Topic', 'Record', 'Recipient', 'Purpose', 'Personal categories in it'],
    rows: rules.map(({ topic, record, recipient, purpose }) => {
      const found = house.topics.find(({ name }) => name === topic);
      return [
        topic,
        record,
        words(recipient),
        words(purpose),
        found === undefined ? '' : list(categoriesIn(house, found)),
      ];
    }),
  };
}

function carrierSection(carrier: CarrierRule): Section {
  const { id, name, homeCountry, agreement, deliveryMode, releases } = carrier;
  const dates =
    agreement === null
      ? 'No non-disclosure agreement was signed, so nothing is released.'
      : `Non-disclosure agreement signed on ${agreement.signedOn}, valid from ${day(agreement.validFromMs)} to ${day(agreement.validUntilMs)}.`;
  return {
    id: `carrier-${id}`,
    title: `Carrier ${name}`,
    intro: `Home country ${homeCountry}, delivery mode ${deliveryMode}. ${dates} What is not listed stays with the shop.`,
    columns: ['Kind', 'Field', 'Required in', 'When present in', 'Why'],
    rows: [...releases].flatMap(([kind, byCountry]) =>
      RELEASABLE_FIELDS.flatMap(({ id: field }) => {
        const given = [...byCountry].flatMap(([country, fields]) => {
          const release = fields.get(field);
          return release === undefined ? [] : [{ country, ...release }];
        });
        if (given.length === 0) return [];
        const where = (need: string): string => {
          const countries = given.filter((each) => each.need === need).map(({ country }) => country);
          return countries.length === byCountry.size ? 'all countries' : countries.join(', ');
        };
        return [
          [kind, field, where('required'), where('when-present'), [...new Set(given.map(({ why }) => why))].join(' ')],
        ];
      }),
    ),
  };
}

function forbiddenSection({ forbidden }: Policy): Section {
  return {
    id: 'forbidden',
    title: 'What is never collected',
    intro: 'An order that holds one of these is refused, and the refusal names the place, never the value.',
    columns: ['What', 'Refusal', 'Why'],
    rows: [...forbidden.rules].map(([id, { code, why }]) => [words(id), code, why]),
  };
}

function notificationsSection({ notifications }: Policy): Section {
  return {
    id: 'notifications',
    title: 'Messages a customer may get',
    intro: 'The list is closed.',
    columns: ['Message', 'Channels', 'When'],
    rows: [...notifications].map(([id, { channels, sentWhen }]) => [words(id), channels.join(', '), sentWhen]),
  };
}

function sentencesSection(sentences: readonly SentenceRow[]): Section {
  return {
    id: 'sentences',
    title: 'The privacy policy, sentence by sentence',
    intro: 'Each sentence with the rule it makes, where that is enforced and what proves it.',
    columns: ['Sentence', 'Rule', 'Enforced at', 'Proven by', 'State'],
    rows: sentences.map(({ sentence, rule, enforcedAt, provenBy, plannedIn }) => [
      sentence,
      rule,
      enforcedAt.join(', '),
      provenBy.map(({ file, test }) => `${file}: ${test}`).join('; '),
      plannedIn === undefined ? 'enforced and proven' : `planned: ${plannedIn}`,
    ]),
  };
}

function dataMapSection(rows: readonly DataMapRow[]): Section {
  return {
    id: 'data-map',
    title: 'Data map',
    intro:
      'Every field of every record. An arrow marks who gets this very record, "all" stands for every purpose and recipient above.',
    columns: ['Record', 'Field', 'Meaning', 'Category', 'Purposes', 'Recipients', 'Kept', 'Topics'],
    rows: rows.map(({ record, field, meaning, unit, category, purposes, recipients, leavesTo, kept, topics }) => [
      record,
      field,
      unit === null ? meaning : `${meaning} (${unit})`,
      category,
      purposes.length === PURPOSES.length ? 'all' : list(purposes),
      recipients.length === RECIPIENTS.length
        ? ['all', ...leavesTo.map((id) => `→ ${words(id)}`)].join(', ')
        : marked(recipients, leavesTo),
      kept,
      topics.join(', '),
    ]),
  };
}

function marked(recipients: readonly string[], leavesTo: readonly string[]): string {
  return recipients.map((id) => (leavesTo.includes(id) ? `→ ${words(id)}` : words(id))).join(', ');
}

function words(id: string): string {
  return id.replaceAll('-', ' ');
}

function list(ids: readonly string[]): string {
  return ids.map(words).join(', ');
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
