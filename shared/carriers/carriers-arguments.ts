// What stands on the command line of `npm run carriers`, checked.
import { parseArgs } from 'node:util';
import type { Change } from './decide-change.js';

export type CarriersRequest =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'change';
      readonly carrierId: string;
      readonly change: Change;
      /** Where credentials are written to; null: they are printed. */
      readonly credentialsFile: string | null;
      /** Live records of a carrier that is removed are taken back from it. */
      readonly withdrawLive: boolean;
      /** `remove` does not wait for the deadline. */
      readonly later: boolean;
    };

export type ParsedArguments =
  | { readonly kind: 'help' }
  | CarriersRequest
  | { readonly kind: 'wrong'; readonly why: string };

const WITHOUT_OPTIONS: ReadonlySet<string> = new Set(['stop', 'resume', 'remove']);
const COMMANDS: ReadonlySet<string> = new Set([...WITHOUT_OPTIONS, 'add', 'agreement', 'key', 'rotate']);

export function parseCarriersArguments(args: readonly string[]): ParsedArguments {
  let parsed: ReturnType<typeof read>;
  try {
    parsed = read(args);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const [command, carrierId, ...more] = positionals;
  if (command === undefined) return wrong('Say what to do.');
  if (command === 'list') return carrierId === undefined ? { kind: 'list' } : wrong('list takes no carrier.');
  if (!COMMANDS.has(command)) return wrong(`There is no command ${command}.`);
  if (carrierId === undefined) return wrong(`${command} needs the id of a carrier.`);
  if (more.length > 0) return wrong(`${more.join(' ')}: one carrier at a time.`);
  const change = changeOf(command, values);
  if (typeof change === 'string') return wrong(change);
  return {
    kind: 'change',
    carrierId,
    change,
    credentialsFile: values['credentials-file'] ?? null,
    withdrawLive: values['withdraw-live'],
    later: values.later,
  };
}

type Values = ReturnType<typeof read>['values'];

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      signed: text,
      from: text,
      until: text,
      'key-id': text,
      'public-key': text,
      'credentials-file': text,
      'end-previous': flag,
      'withdraw-live': flag,
      later: flag,
      help: flag,
    },
  });
}

function changeOf(command: string, values: Values): Change | string {
  if (WITHOUT_OPTIONS.has(command)) return { kind: command as 'stop' | 'resume' | 'remove' };
  if (command === 'rotate') return { kind: values['end-previous'] ? 'end-previous' : 'rotate' };
  if (command === 'key') {
    const sealingKey = keyOf(values);
    return sealingKey === null ? 'key needs --key-id and --public-key.' : { kind: 'key', sealingKey };
  }
  const { signed: signedOn, from: validFrom, until: validUntil } = values;
  if (signedOn === undefined || validFrom === undefined || validUntil === undefined)
    return `${command} needs the days of the non-disclosure agreement: --signed, --from and --until.`;
  const agreement = { signedOn, validFrom, validUntil };
  if (command === 'agreement') return { kind: 'agreement', agreement };
  const sealingKey = keyOf(values);
  if (sealingKey === null && (values['key-id'] ?? values['public-key']) !== undefined)
    return 'A key needs both --key-id and --public-key.';
  return { kind: 'add', agreement, deliveryMode: sealingKey === null ? 'PLAIN' : 'SEALED', sealingKey };
}

function keyOf({ 'key-id': keyId, 'public-key': publicKey }: Values) {
  if (keyId === undefined || publicKey === undefined) return null;
  return { keyId, publicKey: Buffer.from(publicKey, 'base64') };
}

function wrong(why: string): ParsedArguments {
  return { kind: 'wrong', why };
}
