// What must hold between the parts of the policy file: nothing names what does not exist, nothing is allowed that contradicts another rule.
import { BEYOND_ALLOW_LISTS } from './release/withheld-fields.js';
import { CUSTOMS_ITEMS, ITEM_FIELDS, RELEASABLE_FIELDS } from './release/shipment-fields.js';
import { needIn } from './release/field-needs.js';
import type { CarrierDocument, KindDocument, PolicyDocument } from './policy-schema.js';
import { COUNTRY_CODES } from './address/country-codes.js';
import { type CategoryId, isOneOf, RELEASE_CONDITIONS, type ShipmentKind } from './vocabulary.js';

const FIELDS = new Map(RELEASABLE_FIELDS.map((field) => [field.id, field]));

/** Every violation as a sentence that begins with its place; empty when the policy may be used. */
export function violationsOf(document: PolicyDocument): readonly string[] {
  const { carriers } = document;
  return [
    ...retentionViolations(document),
    ...recipientViolations(document),
    ...egressViolations(document),
    ...conditionViolations(document),
    ...issuerViolations(document),
    ...withheldViolations(document),
    ...Object.entries(carriers).flatMap(([id, carrier]) => [...carrierViolations(document, id, carrier)]),
  ];
}

function* retentionViolations({ categories }: PolicyDocument): Generator<string> {
  for (const [id, { retention, personal, sealed }] of Object.entries(categories)) {
    const at = `categories.${id}`;
    if ('unlimited' in retention && personal) yield `${at}.retention: personal data cannot be kept without end`;
    if (!('unlimited' in retention) && Object.keys(retention.clocks).length === 0)
      yield `${at}.retention: no moment starts the clock, so nothing of this category would ever be deleted`;
    if (sealed && !personal) yield `${at}.sealed: only personal data is sealed`;
  }
}

function* recipientViolations({ recipients, categories }: PolicyDocument): Generator<string> {
  for (const [id, recipient] of Object.entries(recipients)) {
    if (Array.isArray(recipient.gets)) continue;
    for (const [category, purposes] of Object.entries(recipient.gets)) {
      const allowed = categories[category as CategoryId].purposes;
      for (const purpose of purposes) {
        const at = `recipients.${id}.gets.${category}`;
        if (!allowed.includes(purpose)) yield `${at}: ${category} is not collected for the purpose ${purpose}`;
        if (recipient.basis === 'logistics-delivery' && purpose !== 'logistics-delivery')
          yield `${at}: its basis is logistics-delivery, so it gets nothing for ${purpose}`;
      }
    }
  }
}

function* egressViolations({ egress, recipients }: PolicyDocument): Generator<string> {
  for (const { topic, recipient, purpose } of egress) {
    const { gets, basis } = recipients[recipient];
    const served = Array.isArray(gets)
      ? purpose === basis
      : Object.values(gets).some((purposes) => (purposes as readonly string[]).includes(purpose));
    if (!served) yield `egress.${topic}: ${recipient} gets nothing for the purpose ${purpose}`;
  }
}

function* conditionViolations({ release }: PolicyDocument): Generator<string> {
  for (const id of release.requires) {
    if (!isOneOf(RELEASE_CONDITIONS, id))
      yield `release.requires: this program does not know the condition ${id}; it knows ${RELEASE_CONDITIONS.join(', ')}`;
  }
}

function* issuerViolations({ forbidden }: PolicyDocument): Generator<string> {
  for (const { brand, prefixes } of forbidden['card-number'].issuers) {
    for (const prefix of prefixes) {
      const [from = '', to = from] = prefix.split('-');
      if (from.length !== to.length || from > to)
        yield `forbidden.card-number.issuers.${brand}: ${prefix} is no range of numbers of equal length`;
    }
  }
}

function* withheldViolations({ withheld, recipients }: PolicyDocument): Generator<string> {
  const known = new Set([...FIELDS.keys(), ...BEYOND_ALLOW_LISTS.map(({ path }) => path)]);
  for (const id of Object.keys(withheld)) if (!known.has(id)) yield `withheld.${id}: there is no such field`;
  for (const id of FIELDS.keys()) if (withheld[id] === undefined) yield `withheld.${id}: the reason is missing`;
  for (const { path, category } of BEYOND_ALLOW_LISTS) {
    if (withheld[path] === undefined && recipients.carrier.never[category] === undefined)
      yield `withheld.${path}: the reason is missing, here and in recipients.carrier.never.${category}`;
  }
}

function* carrierViolations(document: PolicyDocument, id: string, carrier: CarrierDocument): Generator<string> {
  const at = `carriers.${id}`;
  const { agreement, domesticArea, homeCountry, since, releases } = carrier;
  if (!domesticArea.includes(homeCountry)) yield `${at}.domesticArea: does not contain the home country ${homeCountry}`;
  if (since > document.version) yield `${at}.since: is later than the version of the policy`;
  if (agreement !== null && agreement.validUntil < agreement.validFrom) yield `${at}.agreement: ends before it begins`;
  for (const [kind, rule] of Object.entries(releases)) {
    yield* kindViolations(document, `${at}.releases.${kind}`, carrier, kind as ShipmentKind, rule);
  }
}

function* kindViolations(
  document: PolicyDocument,
  at: string,
  { domesticArea }: CarrierDocument,
  kind: ShipmentKind,
  rule: KindDocument,
): Generator<string> {
  const { destinations, fields, overrides } = rule;
  for (const country of destinations) {
    if (!COUNTRY_CODES.has(country)) yield `${at}.destinations: there is no country ${country}`;
    const inside = domesticArea.includes(country);
    if (kind === 'domestic' && !inside) yield `${at}.destinations: ${country} is outside the domestic area`;
    if (kind === 'international' && inside) yield `${at}.destinations: ${country} is inside the domestic area`;
    const customs = ITEM_FIELDS.some((field) => needIn(rule, field.id, country) !== 'withheld');
    if (inside && customs) yield `${at}: ${country} needs no customs form, so no customs items may be sent there`;
    if (!inside && !customs) yield `${at}: ${country} lies beyond customs, so customs items are needed`;
  }
  for (const country of Object.keys(overrides)) {
    if (!destinations.includes(country)) yield `${at}.overrides.${country}: is not among the destinations`;
  }
  for (const [id, entry] of [fields, ...Object.values(overrides)].flatMap((list) => Object.entries(list))) {
    yield* fieldViolations(document, `${at}.${id}`, id);
    if (entry === 'withheld') continue;
    const { since, need } = entry;
    if (since !== undefined && since > document.version)
      yield `${at}.${id}.since: is later than the version of the policy`;
    if (typeof need === 'object') {
      for (const country of need.requiredIn) {
        if (!destinations.includes(country)) yield `${at}.${id}.need: ${country} is not among the destinations`;
      }
    }
  }
}

function* fieldViolations({ categories, recipients }: PolicyDocument, at: string, id: string): Generator<string> {
  const field = FIELDS.get(id);
  if (field === undefined) {
    yield `${at}: there is no such field; fields of items begin with ${CUSTOMS_ITEMS}.`;
    return;
  }
  const { gets } = recipients.carrier;
  const purposes = Array.isArray(gets) ? [] : (gets[field.category] ?? []);
  if (!purposes.includes('logistics-delivery') || !categories[field.category].purposes.includes('logistics-delivery'))
    yield `${at}: carriers do not get ${field.category} for logistics-delivery`;
}
