// The document against its own format, and against what it is made of.
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { compileSchema } from '#shared/codec/bounded-types';
import { asyncApiDocument } from '#shared/docs/asyncapi-document';
import { renderDocument } from '#shared/docs/render-document';
import { readPolicyFile } from '#shared/policy/read-policy-file';

const policy = readPolicyFile();
const document = asyncApiDocument(policy, '7');
const { channels, operations, components } = document;

interface Verdict {
  readonly version: string | undefined;
  readonly diagnostics: readonly { readonly severity: number; readonly code: string; readonly message: string }[];
}

/** In one process of its own: the parser is of many parts, which the runner of tests would load one by one. */
function judge(documents: readonly unknown[]): readonly Verdict[] {
  const program = `
    import { Parser } from '@asyncapi/parser';
    let text = '';
    for await (const piece of process.stdin.setEncoding('utf8')) text += piece;
    const verdicts = [];
    for (const one of JSON.parse(text)) {
      const { document, diagnostics } = await new Parser().parse(JSON.stringify(one));
      const told = diagnostics.map(({ severity, code, message }) => ({ severity, code, message }));
      verdicts.push({ version: document?.version(), diagnostics: told });
    }
    process.stdout.write(JSON.stringify(verdicts));`;
  const options = { input: JSON.stringify(documents), encoding: 'utf8', cwd: import.meta.dirname } as const;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], options);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Verdict[];
}

const [ERROR, WARNING] = [0, 1];

describe('the AsyncAPI document', () => {
  test('is one by the judgement of the parser, which tells a document from what is none', () => {
    const operations = { x: { action: 'shout', channel: { $ref: '#/channels/none' } } };
    const [ours, broken] = judge([document, { ...document, operations }]);
    expect(ours?.version).toBe('3.0.0');
    expect(ours?.diagnostics.filter(({ severity }) => severity <= WARNING)).toEqual([]);
    expect(broken?.diagnostics.some(({ severity }) => severity === ERROR)).toBe(true);
  }, 60_000);

  test('has every topic of the catalogue, of the carriers and of whom people authorise, and no other', () => {
    const ofCarriers = [...policy.carriers.keys()].flatMap((id) => {
      const { shipments, statuses } = carrierTopics(id);
      return [shipments.name, statuses.name];
    });
    const fixed = Object.values(topics).map(({ name }) => name);
    const names = [...fixed, ...ofCarriers, 'third-parties.ID.disclosures'];
    expect(Object.keys(channels).sort()).toEqual([...names].sort());
  });

  test('has each record with its whole schema, as any Avro library reads it', () => {
    for (const { payload } of Object.values(components.messages)) {
      if (!('schema' in payload)) continue;
      expect(compileSchema(payload.schema).typeName).toBe('record');
    }
    const { payload } = components.messages['fulfilment.carriers.swiftpost.Shipment'] ?? {};
    expect(JSON.stringify(payload)).toContain('recipientName');
  });

  test('says of shipments that they come plain or sealed, and go by tombstone', () => {
    expect(Object.keys(channels['carriers.swiftpost.shipments']?.messages ?? {})).toEqual([
      'fulfilment.carriers.swiftpost.Shipment',
      'fulfilment.carriers.SealedShipment',
      'Tombstone',
    ]);
  });

  test('says who writes and who reads, from the side of the broker', () => {
    expect(operations['receive.orders.events']).toMatchObject({
      action: 'receive',
      title: 'Written by order-service, privacy-desk',
    });
    expect(operations['send.carriers.swiftpost.shipments']).toMatchObject({ title: 'Read by carrier.swiftpost' });
  });
});

describe('its page', () => {
  const html = renderDocument(document);

  test('shows every topic and record, and every link of it leads somewhere', () => {
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(Object.keys(channels).length + Object.keys(components.messages).length);
  });

  test('fetches nothing from elsewhere and escapes what it shows', () => {
    expect(html).not.toMatch(/<script|<link|src=|url\(|@import/);
    const evil = { ...document, info: { ...document.info, title: '<script>alert(1)</script>' } };
    expect(renderDocument(evil)).not.toContain('<script>');
  });

  test('marks fields that hold something of a person', () => {
    expect(html).toMatch(/<code>shipping\.recipientName<\/code>.*badge personal">shipping</);
    expect(html).toMatch(/<code>items\[\]\.sku<\/code>.*badge ">order-content/);
  });
});
