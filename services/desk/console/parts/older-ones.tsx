// The way through a list that comes in pages, newest first.

interface OlderOnesProps {
  /** null: the newest are shown. */
  readonly after: string | null;
  /** null: there are no older ones. */
  readonly next: string | null;
  readonly onShow: (after: string | null) => void;
}

export function OlderOnes({ after, next, onShow }: OlderOnesProps) {
  return (
    <div className="actions">
      {after === null ? null : (
        <button type="button" className="button" onClick={() => onShow(null)}>
          Back to the newest
        </button>
      )}
      {next === null ? null : (
        <button type="button" className="button" onClick={() => onShow(next)}>
          Show older ones
        </button>
      )}
    </div>
  );
}
