// The id of a notice: a hash of what it tells whom, so that telling it again after a crash is the same notice and not a second one.
import { createHash } from 'node:crypto';
import { type Notice, occasionOf } from '../domain/notice.js';

/** 22 letters, digits, `-` and `_`; part of the Message-ID and of the return path. */
export function noticeIdOf(orderRef: string, channel: string, notice: Notice): string {
  const hash = createHash('sha256');
  for (const part of ['fulfilment.notice', orderRef, channel, notice.kind, occasionOf(notice)])
    hash.update(`${part.length}:${part}`);
  return hash.digest('base64url').slice(0, 22);
}
