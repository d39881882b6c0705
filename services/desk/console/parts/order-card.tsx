// One order as customer service sees it, with how far it has come.
import { Badge } from './badge.jsx';
import { Fact } from './fact.jsx';
import { count, moment, plain } from './words.js';

export interface BasicOrder {
  readonly orderId: string;
  readonly state: string;
  readonly placedAt: string | null;
  readonly carrierId: string | null;
  readonly items: readonly { readonly description: string; readonly quantity: number }[];
  readonly parcels: number;
  readonly openCases: number;
  readonly recipient: { readonly maskedName: string; readonly region: string | null; readonly country: string } | null;
  readonly viewId: string;
}

/** The road of an order; what befell it instead is told beside it. */
const ROAD = ['ACCEPTED', 'RELEASED', 'HANDED_OVER', 'DELIVERED', 'FINISHED', 'ERASED'] as const;
const REACHED: Readonly<Record<string, number>> = Object.fromEntries(ROAD.map((stage, index) => [stage, index]));
const COUNTRY = new Intl.DisplayNames('en', { type: 'region' });

export function OrderCard({ order }: { readonly order: BasicOrder }) {
  const { recipient } = order;
  const reached = REACHED[order.state];
  return (
    <article className="card order" aria-label={`Order ${order.orderId}`}>
      <header className="order-head">
        <h2>Order {order.orderId}</h2>
        <Badge tone={reached === undefined ? 'warn' : 'info'}>{plain(order.state)}</Badge>
      </header>
      <ol className="road" aria-label="How far it has come">
        {ROAD.map((stage, index) => (
          <li
            key={stage}
            className={reached !== undefined && index <= reached ? 'reached' : ''}
            aria-current={index === reached ? 'step' : undefined}
          >
            {plain(stage)}
          </li>
        ))}
      </ol>
      <dl className="facts">
        <Fact name="Placed">{order.placedAt === null ? 'not known' : moment(order.placedAt)}</Fact>
        <Fact name="Carrier">{order.carrierId ?? 'none yet'}</Fact>
        <Fact name="Parcels">{String(order.parcels)}</Fact>
        <Fact name="Open cases">{String(order.openCases)}</Fact>
        <Fact name="Recipient">
          {recipient === null ? 'nothing of the person is there any more' : recipient.maskedName}
        </Fact>
        {recipient === null ? null : (
          <Fact name="Where to">
            {[recipient.region, COUNTRY.of(recipient.country) ?? recipient.country].filter(Boolean).join(', ')}
          </Fact>
        )}
      </dl>
      <h3>{count(order.items.length, 'item')}</h3>
      <ul className="items">
        {order.items.map(({ description, quantity }, index) => (
          <li key={`${index} ${description}`}>
            <span>{description}</span>
            <span className="number">× {quantity}</span>
          </li>
        ))}
      </ul>
      <p className="soft small" title={order.viewId}>
        This look is on record.
      </p>
    </article>
  );
}
