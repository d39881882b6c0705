// Publishing a draft that was looked at.
import { SureStep } from './sure-step.jsx';

interface PublishStepProps {
  readonly version: number;
  /** What the second press says. */
  readonly yes: string;
  readonly isBusy: boolean;
  readonly onPublish: () => void;
}

export function PublishStep({ version, yes, isBusy, onPublish }: PublishStepProps) {
  return (
    <div className="actions">
      <SureStep does={`Publish version ${version} …`} look="primary" yes={yes} isBusy={isBusy} onYes={onPublish} />
    </div>
  );
}
