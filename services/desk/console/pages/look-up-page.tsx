// Customer service looks at one order: by its exact number, for a purpose, with a reason. Each look is on record.
import { Fragment, useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useSession } from '../app/session.js';
import { AskAuthorisation } from '../parts/ask-authorisation.jsx';
import { AskCorrection } from '../parts/ask-correction.jsx';
import { ProblemNote } from '../parts/answer-state.jsx';
import { Field } from '../parts/field.jsx';
import { OrderCard, type BasicOrder } from '../parts/order-card.jsx';
import { OrderCases } from '../parts/order-cases.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { onSent } from '../parts/read-form.js';
import { ReasonField } from '../parts/reason-field.jsx';

type Result =
  | { readonly kind: 'order'; readonly order: BasicOrder }
  | { readonly kind: 'problem'; readonly problem: Problem };

export function LookUpPage() {
  const { desk } = useSession();
  const [result, setResult] = useState<Result | null>(null);
  const [isAsking, setAsking] = useState(false);
  const submit = async (orderId: string, reason: string): Promise<void> => {
    setAsking(true);
    const body = { orderId, purpose: 'after-sales', reason };
    const answer = await desk.ask<BasicOrder>('/v1/orders/look-up', { method: 'POST', body });
    setResult(answer.kind === 'value' ? { kind: 'order', order: answer.value } : answer);
    setAsking(false);
  };
  return (
    <>
      <PageHead title="Look up an order">
        One order by its exact number, for after-sales. You see what helping takes, never payment data, and each look is
        on record.
      </PageHead>
      <form
        className="card form-line"
        onSubmit={onSent((textOf) => void submit(textOf('orderId'), textOf('reason')))}
        autoComplete="off"
      >
        <Field label="Order number" name="orderId">
          <input id="orderId" name="orderId" required maxLength={64} spellCheck={false} />
        </Field>
        <ReasonField />
        <button type="submit" className="button primary" disabled={isAsking}>
          Look up
        </button>
      </form>
      <div aria-live="polite">
        {result?.kind === 'problem' ? <ProblemNote problem={result.problem} /> : null}
        {result?.kind === 'order' ? <OrderCard order={result.order} /> : null}
      </div>
      {result?.kind === 'order' ? (
        <Fragment key={result.order.viewId}>
          <AskCorrection orderId={result.order.orderId} purpose="after-sales" />
          <AskAuthorisation orderId={result.order.orderId} />
          <OrderCases orderId={result.order.orderId} />
        </Fragment>
      ) : null}
    </>
  );
}
