// Why customer service looks at an order, in the words of the desk's closed list.
import { Field } from './field.jsx';

const REASONS = {
  CUSTOMER_QUESTION: 'Asks where the order is',
  DELIVERY_PROBLEM: 'Has trouble with the delivery',
  RETURN: 'Sends something back',
  COMPLAINT: 'Complains',
  WRONG_DATA: 'Says something in it is wrong',
} as const;

export function ReasonField() {
  return (
    <Field label="Why do you look? The customer …" name="reason">
      <select id="reason" name="reason" required defaultValue="">
        <option value="" disabled>
          Choose a reason
        </option>
        {Object.entries(REASONS).map(([code, says]) => (
          <option key={code} value={code}>
            {says}
          </option>
        ))}
      </select>
    </Field>
  );
}
