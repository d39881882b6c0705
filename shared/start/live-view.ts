// The live picture of the road while the sample runs: one block of lines on a terminal, a line every few seconds elsewhere.
import pc from 'picocolors';

export interface RoadCounts {
  readonly placed: number;
  /** Of these, sealed by the shop itself. */
  readonly sealedAtSource: number;
  readonly refused: number;
  readonly accepted: number;
  readonly released: number;
  readonly handedOver: number;
  readonly delivered: number;
  readonly finished: number;
  readonly erased: number;
  /** What each carrier holds now. */
  readonly carriers: readonly {
    readonly id: string;
    readonly received: number;
    readonly stored: number;
    readonly isSealed: boolean;
  }[];
}

export interface LiveView {
  show(counts: RoadCounts): void;
  /** Leaves the last picture standing. */
  end(): void;
}

const BAR = 32;
const QUIET_LINE_EVERY_MS = 3_000;

/** @param nowMs real time, for the spacing of lines where there is no terminal */
export function createLiveView(stream: NodeJS.WriteStream, target: number, nowMs: () => number): LiveView {
  let drawn = 0;
  let lastLineMs = 0;
  let lastLine = '';
  return {
    show: (counts) => {
      if (!stream.isTTY) {
        if (nowMs() - lastLineMs < QUIET_LINE_EVERY_MS) return;
        const line = oneLine(counts);
        // Nothing has changed: whoever keeps the output would read the same line for hours.
        if (line === lastLine) return;
        lastLineMs = nowMs();
        lastLine = line;
        stream.write(`${line}\n`);
        return;
      }
      const lines = picture(counts, Math.max(target, counts.placed));
      const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
      stream.write(up + lines.map((line) => `\u001b[2K${line}\n`).join(''));
      drawn = lines.length;
    },
    end: () => {
      drawn = 0;
    },
  };
}

function oneLine(c: RoadCounts): string {
  const carriers = c.carriers
    .map(({ id, stored, isSealed }) => `${id} holds ${stored}${isSealed ? ' (sealed to its key)' : ''}`)
    .join(', ');
  return `placed ${c.placed} (${c.sealedAtSource} sealed at the source) · accepted ${c.accepted} · released ${c.released} · delivered ${c.delivered} · finished ${c.finished} · erased ${c.erased} · ${carriers}`;
}

function picture(c: RoadCounts, target: number): string[] {
  const row = (name: string, count: number, colour: (text: string) => string): string => {
    const filled = target === 0 ? 0 : Math.round((Math.min(count, target) / target) * BAR);
    return `  ${name.padEnd(12)} ${colour('█'.repeat(filled))}${pc.dim('░'.repeat(BAR - filled))} ${String(count).padStart(6)}`;
  };
  return [
    `${row('placed', c.placed, pc.cyan)}  ${pc.dim(`${c.sealedAtSource} sealed at the source`)}`,
    row('accepted', c.accepted, pc.cyan),
    row('released', c.released, pc.blue),
    row('handed over', c.handedOver, pc.blue),
    row('delivered', c.delivered, pc.green),
    row('finished', c.finished, pc.green),
    row('erased', c.erased, pc.magenta),
    ...c.carriers.map(({ id, received, stored, isSealed }) =>
      pc.dim(
        `  ${id.padEnd(12)} received ${String(received).padStart(5)}, holds ${String(stored).padStart(5)} now${isSealed ? ', each sealed to its key' : ''}`,
      ),
    ),
  ];
}
