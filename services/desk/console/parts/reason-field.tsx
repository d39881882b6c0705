// Why customer service looks at an order, in the words of the desk's closed list.
import { Field } from './field.jsx';

const REASONS = {
  CUSTOMER_QUESTION: 'The customer asks where the order is',
  DELIVERY_PROBLEM: 'Something is wrong with the delivery',
  RETURN: 'The customer sends something back',
  COMPLAINT: 'The customer complains',
  WRONG_DATA: 'The customer says that something in the order is wrong',
} as const;

export function ReasonField() {
  return (
    <Field label="Why do you look?" name="reason">
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
