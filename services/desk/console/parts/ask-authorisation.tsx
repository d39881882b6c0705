// Customer service asks the person of an order to let a third party have some of it.
import { useDesk } from '../api/use-desk.js';
import { type Authorisable, GiveAuthorisation } from './give-authorisation.jsx';

export function AskAuthorisation({ orderId }: { readonly orderId: string }) {
  const { value } = useDesk<Authorisable>('/v1/third-parties');
  return value === null ? null : <GiveAuthorisation {...value} askedFor={orderId} />;
}
