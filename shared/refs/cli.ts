// `npm run ref`: which ref stands for an order (or for a carrier's parcel of it). For operators: it needs the keyring.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { openKeyring } from '#shared/vault/open-keyring';
import { createRefs } from './refs.js';

const HELP = `npm run ref -- [--carrier ID] [--parcel N] [ORDER_ID …]

Prints a line "ORDER_ID REF" for each order id, given as arguments or, without any, one per line on standard input.
  --carrier ID   the shipmentRef at this carrier instead of the orderRef
  --parcel N     of this parcel (1)
Reads the keyring: the folder KEYRING_DIR (default: keyring in STACK_DIR), or the key server that KEYRING=transit names.
`;

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const parcel = Number(values.parcel);
if (!Number.isInteger(parcel) || parcel < 1) fail('--parcel must be a whole number from 1');
const { keyring } = loadConfig({ keyring: KEYRING });
const refs = createRefs((await openKeyring(keyring)).derive('refs'));

if (positionals.length > 0) for (const orderId of positionals) print(orderId);
else {
  for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== '') print(line.trim());
}

function print(orderId: string): void {
  const ref = values.carrier === undefined ? refs.orderRef(orderId) : refs.shipmentRef(values.carrier, orderId, parcel);
  process.stdout.write(`${orderId} ${ref}\n`);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        carrier: { type: 'string' },
        parcel: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n\n${HELP}`);
  process.exit(64);
}
