// A score from 0 to 100 as a ring that fills; the figure stands in it.
import type { Tone } from './badge.jsx';

const RADIUS = 19;
const AROUND = 2 * Math.PI * RADIUS;

export function ScoreRing({ score, tone }: { readonly score: number; readonly tone: Tone }) {
  return (
    <span className={`ring ${tone}`}>
      <svg viewBox="0 0 44 44" aria-hidden="true" focusable="false">
        <circle className="ring-track" cx="22" cy="22" r={RADIUS} />
        <circle
          className="ring-part"
          cx="22"
          cy="22"
          r={RADIUS}
          strokeDasharray={`${(AROUND * score) / 100} ${AROUND}`}
        />
      </svg>
      <span className="ring-figure">
        <span className="unseen">Score </span>
        {score}
      </span>
    </span>
  );
}
