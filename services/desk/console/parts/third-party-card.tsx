// A third party that is registered, and what its administrator may do with it.
import { Badge } from './badge.jsx';
import { SureStep } from './sure-step.jsx';
import { moment } from './words.js';

export interface RegisteredParty {
  readonly thirdPartyId: string;
  readonly name: string;
  readonly keyId: string;
  readonly registeredAt: string;
  readonly removal: { readonly at: string; readonly goneBy: string } | null;
}

interface ThirdPartyCardProps {
  readonly party: RegisteredParty;
  readonly onHandOut: () => void;
  readonly onRemove: () => void;
}

export function ThirdPartyCard({ party, onHandOut, onRemove }: ThirdPartyCardProps) {
  const { thirdPartyId, name, keyId, registeredAt, removal } = party;
  return (
    <li className="card request" aria-label={thirdPartyId}>
      <div className="request-head">
        <h2>{name}</h2>
        <Badge tone={removal === null ? 'good' : 'warn'}>{removal === null ? 'registered' : 'being removed'}</Badge>
      </div>
      <dl className="facts">
        <div>
          <dt>Known as</dt>
          <dd>{thirdPartyId}</dd>
        </div>
        <div>
          <dt>Key, to be compared</dt>
          <dd>
            <code>{keyId}</code>
          </dd>
        </div>
        <div>
          <dt>Registered</dt>
          <dd>{moment(registeredAt)}</dd>
        </div>
      </dl>
      {removal === null ? (
        <div className="actions">
          <SureStep
            does="Hand out its login …"
            about={name}
            asks="The login that it has ends."
            yes="Yes, make a new login"
            onYes={onHandOut}
          />
          <SureStep
            does="Remove …"
            about={name}
            asks="What people authorised is taken back from it."
            yes="Yes, remove it"
            onYes={onRemove}
          />
        </div>
      ) : (
        <p className="soft small">
          Nobody can authorise it any more, and what it was given is taken back. Its login and its topic go soon after{' '}
          {moment(removal.goneBy)}, when it has had the time to delete.
        </p>
      )}
    </li>
  );
}
