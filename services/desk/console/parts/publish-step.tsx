// Publishing takes two presses: the first asks, the second does it.
interface PublishStepProps {
  readonly version: number;
  /** What the second press says. */
  readonly yes: string;
  readonly isSure: boolean;
  readonly isBusy: boolean;
  readonly onSure: (isSure: boolean) => void;
  readonly onPublish: () => void;
}

export function PublishStep({ version, yes, isSure, isBusy, onSure, onPublish }: PublishStepProps) {
  return (
    <div className="actions">
      {isSure ? (
        <>
          <button type="button" className="button danger" disabled={isBusy} onClick={onPublish}>
            {yes}
          </button>
          <button type="button" className="button quiet" onClick={() => onSure(false)}>
            No
          </button>
        </>
      ) : (
        <button type="button" className="button primary" onClick={() => onSure(true)}>
          Publish version {version} …
        </button>
      )}
    </div>
  );
}
