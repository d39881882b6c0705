// What a sign-in costs fraud control in memory and in time, and what a question about its account does:
// `node --conditions=source --expose-gc --import tsx test/bench/micro/sign-in-history.ts`. Time is processor time, that of collecting garbage included.
import { SignInHistory } from '#services/fraud/domain/sign-in-history';
import type { SignIn } from '#services/fraud/domain/sign-in';

const ACCOUNTS = 50_000;
const STEP_MS = 5_000;
const UNIT = 100;

/** Texts are as long as keyed hashes, and made anew for each, as they are of records. */
const hashLike = (kind: string, n: number): string => `${kind}-${String(n)}`.padEnd(22, '_');

function signInOf(n: number, accounts: number): SignIn {
  const account = n % accounts;
  return {
    signInRef: hashLike('sign-in', n),
    signedInAt: n * STEP_MS,
    account: hashLike('account', account),
    device: hashLike('device', account + (n % 3 === 0 ? 1 : 0)),
    ip: hashLike('ip', account),
    subnet: hashLike('subnet', account >> 3),
    country: n % 97 === 0 ? 'AU' : 'DE',
  };
}

const microsBetween = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

function bytesNow(): { readonly heap: number; readonly offHeap: number } {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, offHeap: arrayBuffers };
}

function measure(name: string, count: number, accounts: number): void {
  const before = bytesNow();
  const history = new SignInHistory();
  const putFrom = process.cpuUsage();
  for (let n = 0; n < count; n += UNIT)
    history.put(Array.from({ length: Math.min(UNIT, count - n) }, (_, at) => signInOf(n + at, accounts)));
  const putMicros = microsBetween(putFrom) / count;
  // Everybody is asked about once, as when each has placed an order.
  const askedFrom = process.cpuUsage();
  const asked = Math.min(accounts, ACCOUNTS);
  for (let n = 0; n < asked; n++) history.before(hashLike('account', n), count * STEP_MS);
  const askMicros = microsBetween(askedFrom) / asked;
  const after = bytesNow();
  const [heap, offHeap] = [after.heap - before.heap, after.offHeap - before.offHeap].map((bytes) => bytes / count);
  process.stdout.write(
    `${name.padEnd(34)} ${heap?.toFixed(0).padStart(5)} B on the heap, ${offHeap?.toFixed(0).padStart(4)} B off it; ` +
      `${putMicros.toFixed(1)} µs to take in, ${askMicros.toFixed(1)} µs to ask (${history.size})\n`,
  );
}

measure('warming up', 20_000, 5_000);
measure('200,000 sign-ins, 50,000 accounts', 200_000, ACCOUNTS);
measure('one account with 100,000 sign-ins', 100_000, 1);
