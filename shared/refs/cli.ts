// `npm run ref`: which ref stands for an order (or for a carrier's parcel of it). For operators: it needs the keyring.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { endCommand } from '#shared/runtime/end-command';
import { openKeyring } from '#shared/vault/open-keyring';
import { createRefs } from './refs.js';

const HELP = `npm run ref -- [--carrier ID] [--parcel N] [ORDER_ID …]

Prints a line "ORDER_ID REF" for each order id, given as arguments or, without any, one per line on standard input.
  --carrier ID   the shipmentRef at this carrier instead of the orderRef
  --parcel N     of this parcel (1)
Reads the keyring: the folder KEYRING_DIR (default: keyring in STACK_DIR), or the key server that KEYRING=transit names.
Exit code 0: printed; 2: the keyring could not be read; 64: usage.
`;

endCommand(run());

async function run(): Promise<number> {
  const given = readArguments();
  if (given === null) return 64;
  const { values, positionals } = given;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const parcel = Number(values.parcel);
  if (!Number.isInteger(parcel) || parcel < 1) return misused('--parcel must be a whole number from 1');
  const { keyring } = loadConfig({ keyring: KEYRING });
  const refs = createRefs((await openKeyring(keyring)).derive('refs'));
  for await (const orderId of positionals.length > 0 ? positionals : linesOf(process.stdin)) {
    const { carrier } = values;
    const ref = carrier === undefined ? refs.orderRef(orderId) : refs.shipmentRef(carrier, orderId, parcel);
    process.stdout.write(`${orderId} ${ref}\n`);
  }
  return 0;
}

async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input })) if (line.trim() !== '') yield line.trim();
}

/** Null when that is no use of it; it has been said then. */
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
    misused(error instanceof Error ? error.message : String(error));
    return null;
  }
}

function misused(message: string): number {
  process.stderr.write(`${message}\n\n${HELP}`);
  return 64;
}
