// The life of one order, for each role as it may see it. Analysts come from a case, by keyed hash; the others know the number.
import { useEffect, useState } from 'react';
import type { Answer } from '../api/desk-client.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Field } from '../parts/field.jsx';
import { type Life, OrderLife } from '../parts/order-life.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { onSent } from '../parts/read-form.js';
import { ReasonField } from '../parts/reason-field.jsx';

interface Asked {
  readonly orderId?: string;
  readonly orderRef?: string;
  readonly reason?: string;
}

export function TimelinePage({ rest: [ref] }: { readonly rest: readonly string[] }) {
  const { desk, roles } = useSession();
  const [answer, setAnswer] = useState<Answer<Life> | 'asking' | null>(null);
  const isWatching = roles.includes('privacy-officer') || roles.includes('auditor');
  const isByHash = !isWatching && roles.includes('analyst');
  const ask = (body: Asked): void => {
    setAnswer('asking');
    void desk.ask<Life>('/v1/orders/timeline', { method: 'POST', body }).then(setAnswer);
  };
  useEffect(() => {
    if (ref === undefined) return;
    setAnswer('asking');
    void desk.ask<Life>('/v1/orders/timeline', { method: 'POST', body: { orderRef: ref } }).then(setAnswer);
  }, [desk, ref]);
  return (
    <>
      <PageHead title="Life of an order">
        From the moment it was placed to the proof that it was erased. No name, no address, no payment; each look is on
        record.
      </PageHead>
      <form
        className="card form-line"
        autoComplete="off"
        onSubmit={onSent((textOf) =>
          ask(
            isByHash
              ? { orderRef: textOf('orderRef') }
              : isWatching
                ? { orderId: textOf('orderId') }
                : { orderId: textOf('orderId'), reason: textOf('reason') },
          ),
        )}
      >
        {isByHash ? (
          <Field label="Keyed hash of the order" name="orderRef">
            <input id="orderRef" name="orderRef" required maxLength={100} spellCheck={false} defaultValue={ref} />
          </Field>
        ) : (
          <Field label="Order number" name="orderId">
            <input id="orderId" name="orderId" required maxLength={64} spellCheck={false} />
          </Field>
        )}
        {isByHash || isWatching ? null : <ReasonField />}
        <button type="submit" className="button primary" disabled={answer === 'asking'}>
          Tell its life
        </button>
      </form>
      <div aria-live="polite">
        {answer === 'asking' ? <Waiting /> : null}
        {answer === null ? (
          <Nothing title="No order is open.">One order at a time, by its exact number.</Nothing>
        ) : null}
        {answer === null || answer === 'asking' ? null : answer.kind === 'problem' ? (
          <ProblemNote problem={answer.problem} />
        ) : (
          <OrderLife life={answer.value} />
        )}
      </div>
    </>
  );
}
