// Where one-time links of requests lead. Nothing happens before the button is pressed, so whatever looks at links in mails does no harm.
import type { FastifyInstance } from 'fastify';
import type { AccessPackage } from '#services/desk/steps/access-package';
import type { Authorises, Confirmed, LinkSays } from '#services/desk/steps/confirm-request';
import {
  erases,
  type RequestKind,
  STAY_REASONS,
  type SubjectRequest,
} from '#services/desk/domain/requests/subject-request';
import { accessPage } from './access-page.js';
import { CODE_SCRIPT, sendOnce, tokenIn } from './one-time-page.js';
import { escapeHtml } from './page.js';

export interface ConfirmOperations {
  look(token: string): Promise<LinkSays>;
  confirm(token: string): Promise<Confirmed>;
  /** Opens the package of a confirmed access request at once. */
  open(request: SubjectRequest): Promise<AccessPackage | null>;
}

const ASKS: Readonly<Record<RequestKind, string>> = {
  ACCESS: 'see all data that is held of you',
  DELETION: 'have your data deleted, as far as it is not needed any more. There is no way back',
  CORRECTION: 'have your data corrected',
  DEACTIVATION: 'have your account closed, and what is not needed of it deleted. There is no way back',
  AUTHORISATION: 'let somebody have some of your data',
  UNCLEAR: 'have somebody read what you wrote',
};

const SAYS: Readonly<Record<Exclude<LinkSays['kind'], 'open'>, string>> = {
  forged: 'This is no code of ours. Take the whole address as it stands in the mail.',
  expired: 'The link is over. Write to us again to get another one.',
  used: 'The link was used already: it works once.',
  early: 'The request is not here yet. Try again in a minute.',
  erased: 'Everything about this order has been deleted already. There is nothing left to ask for.',
};

export const confirmPages =
  (operations: ConfirmOperations) =>
  (app: FastifyInstance): void => {
    // A scope of its own: forms are taken here and nowhere else.
    void app.register(async (scope) => {
      scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
        done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      const open = { config: { access: 'public' as const }, schema: { hide: true } };
      scope.get('/confirm.js', open, (_request, reply) =>
        reply.type('text/javascript; charset=utf-8').send(CODE_SCRIPT),
      );
      scope.get('/confirm', open, (_request, reply) =>
        sendOnce(
          reply,
          'Confirm',
          `<h1>Confirm your request</h1><form method="post" action="/confirm/look" data-go>
<p><label>Code behind the # of the address in your mail<br><input name="token" required autocomplete="off" size="48"></label></p>
<p><button>Go on</button></p></form><script src="/confirm.js"></script>`,
        ),
      );
      scope.post('/confirm/look', open, async ({ body }, reply) => {
        const token = tokenIn(body);
        const says = await operations.look(token);
        if (says.kind !== 'open')
          return sendOnce(reply, 'Confirm', `<h1>This did not work</h1><p>${SAYS[says.kind]}</p>`);
        return sendOnce(
          reply,
          'Confirm',
          `<h1>Confirm your request</h1><p>Request ${escapeHtml(says.request.requestId)}: you ask to ${ASKS[says.right]}.</p>${authorisedBy(says.authorises ?? null)}
<form method="post" action="/confirm"><input type="hidden" name="token" value="${escapeHtml(token)}"><p><button>Yes, this is my wish</button></p></form>
<p class="meta">If you did not ask for it, close this page: then nothing happens.</p>`,
        );
      });
      scope.post('/confirm', open, async ({ body }, reply) => {
        const done = await operations.confirm(tokenIn(body));
        if (done.kind !== 'confirmed')
          return sendOnce(reply, 'Confirm', `<h1>This did not work</h1><p>${SAYS[done.kind]}</p>`);
        const found = done.request.kind === 'ACCESS' ? await operations.open(done.request) : null;
        return found === null
          ? sendOnce(reply, 'Your request', donePage(done.request))
          : sendOnce(reply, 'Your data', accessPage(found));
      });
    });
  };

function authorisedBy(authorises: Authorises | null): string {
  if (authorises === null) return '';
  const { thirdParty, categories, days } = authorises;
  const items = categories.map((category) => `<li>${escapeHtml(category)}</li>`).join('');
  return `<p>${escapeHtml(thirdParty)} will have this of one order, for ${days} days:</p><ul>${items}</ul><p>You may withdraw it at any time.</p>`;
}

function donePage({ requestId, kind, clock, orders }: SubjectRequest): string {
  const by = new Date(clock.breachedAtMs).toISOString().slice(0, 10);
  const erased = orders.filter(({ fate }) => fate === 'erase').length;
  const reasons = [...new Set(orders.map(({ fate }) => fate))].flatMap((fate) =>
    fate === 'erase' ? [] : [`<p>What stays: ${escapeHtml(STAY_REASONS[fate])}</p>`],
  );
  const what = erases(kind)
    ? `<p>Orders that are being deleted: ${erased} of ${orders.length}.</p>${reasons.join('')}`
    : '';
  return `<h1>Thank you</h1><p>Your request ${escapeHtml(requestId)} is being worked on. It is answered before ${by}.</p>${what}`;
}
