// A process of its own that opens (or makes) a keyring, waits for the others, adds epochs, and prints what it can wrap.
// Arguments: directory, time to begin in ms since the epoch, number of epochs to add.
import { createFileKeyring } from '#shared/vault/file-keyring';

const [directory = '', beginAtMs = '0', count = '0'] = process.argv.slice(2);
while (Date.now() < Number(beginAtMs)) await new Promise((resolve) => setImmediate(resolve));
const keyring = createFileKeyring({ directory, create: true });
for (let added = 0; added < Number(count); added++) await keyring.addEpoch();
const plain = Buffer.from(keyring.derive('refs'));
const epochs = await keyring.epochs();
const wrapped = epochs.map((epoch) => keyring.wrap(epoch, plain, Buffer.alloc(0)).toString('base64'));
process.stdout.write(JSON.stringify({ refKey: plain.toString('base64'), wrapped }));
