// The progress of a replay: one line that is rewritten on a terminal, a line every few seconds elsewhere.

export interface ReplayCounts {
  readonly placed: number;
  readonly underWay: number;
  readonly released: number;
  readonly delivered: number;
  readonly finished: number;
  readonly erased: number;
  readonly refused: number;
}

export interface ProgressLine {
  show(counts: ReplayCounts): void;
  /** Shows it once more, whatever was shown last, and ends the line. */
  end(counts: ReplayCounts): void;
}

const QUIET_LINE_EVERY_MS = 5_000;

/** @param nowMs real time */
export function createProgressLine(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  target: number,
  nowMs: () => number,
): ProgressLine {
  const startedMs = nowMs();
  let lastMs = startedMs;
  const text = (counts: ReplayCounts): string => {
    const seconds = (nowMs() - startedMs) / 1_000;
    const rate = seconds < 1 ? '' : ` · ${Math.round(counts.placed / seconds)}/s`;
    return (
      `${seconds.toFixed(0).padStart(4)} s  in ${counts.placed}/${target}${rate} · under way ${counts.underWay} · released ${counts.released}` +
      ` · delivered ${counts.delivered} · finished ${counts.finished} · erased ${counts.erased} · refused ${counts.refused}`
    );
  };
  return {
    show: (counts) => {
      if (stream.isTTY === true) {
        stream.write(`\r\u001b[2K${text(counts)}`);
        return;
      }
      if (nowMs() - lastMs < QUIET_LINE_EVERY_MS) return;
      lastMs = nowMs();
      stream.write(`${text(counts)}\n`);
    },
    end: (counts) => {
      stream.write(stream.isTTY === true ? `\r\u001b[2K${text(counts)}\n` : `${text(counts)}\n`);
    },
  };
}
