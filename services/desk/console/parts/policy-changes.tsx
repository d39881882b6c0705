// What a version of the policy changes, in plain words.
import { Badge, type Tone } from './badge.jsx';
import { plain } from './words.js';

export interface Change {
  readonly effect: 'narrower' | 'wider' | 'other';
  readonly part: string;
  readonly what: string;
  readonly why: string | null;
}

const TONES: Readonly<Record<Change['effect'], Tone>> = { narrower: 'good', wider: 'warn', other: 'plain' };

export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ul className="changes">
      {changes.map(({ effect, part, what, why }) => (
        <li key={`${part} ${what}`}>
          <Badge tone={TONES[effect]}>{effect}</Badge> <strong>{plain(part)}</strong>: {what}
          {why === null ? null : <span className="soft"> because: {why}</span>}
        </li>
      ))}
    </ul>
  );
}
