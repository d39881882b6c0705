// Reads from Maven's own output how many bytes have come in; Maven keeps its downloads where we don't look.

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9 };
// "Downloaded from central: https://… (1.2 MB at 3.4 MB/s)"
const FINISHED = /^Downloaded from .*\(([\d.]+) (\w+) at /;
// "Progress (2): 1.2/3.4 MB | 10 kB"
const UNDER_WAY = /^Progress \(\d+\): (.*)$/;
const ONE_TRANSFER = /([\d.]+)(?:\/[\d.]+)? (\w+)/g;

/** Feeds on pieces of output and gives the bytes so far: the finished downloads plus those under way. */
export function createMavenTransfer(): (output: string) => number {
  let rest = '';
  let finished = 0;
  let underWay = 0;
  return function bytesSoFar(output) {
    const lines = (rest + output).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const done = FINISHED.exec(line);
      const progress = UNDER_WAY.exec(line);
      if (done !== null) {
        finished += bytes(done[1], done[2]);
        underWay = 0;
      } else if (progress !== null) {
        underWay = 0;
        for (const [, amount, unit] of (progress[1] ?? '').matchAll(ONE_TRANSFER)) underWay += bytes(amount, unit);
      }
    }
    return finished + underWay;
  };
}

function bytes(amount: string | undefined, unit: string | undefined): number {
  return Number(amount) * (UNITS[unit ?? ''] ?? 0);
}
