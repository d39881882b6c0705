// For whom the mailbox takes mail: its own address and the return paths of our messages. Everything else would be relaying.

export type Recipient =
  | { readonly kind: 'official' }
  | { readonly kind: 'bounce'; readonly noticeId: string }
  | { readonly kind: 'foreign' };

const NOTICE = /^[A-Za-z0-9_-]{22}$/;

/**
 * @param address as the other side says it, case as given
 * @param official the public address
 * @param from the address our messages come from
 */
export function recipientOf(address: string, official: string, from: string): Recipient {
  if (address.toLowerCase() === official.toLowerCase()) return { kind: 'official' };
  const at = from.lastIndexOf('@');
  const prefix = `${from.slice(0, at)}+b-`;
  const domain = from.slice(at);
  const isOurs =
    address.toLowerCase().startsWith(prefix.toLowerCase()) && address.toLowerCase().endsWith(domain.toLowerCase());
  const noticeId = isOurs ? address.slice(prefix.length, address.length - domain.length) : '';
  return NOTICE.test(noticeId) ? { kind: 'bounce', noticeId } : { kind: 'foreign' };
}
