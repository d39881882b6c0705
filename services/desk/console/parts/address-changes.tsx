// What of an address is to become another: whatever is left empty stays as it is.
import { ADDRESS_FIELDS, type AddressField } from './address-fields.js';
import { Field } from './field.jsx';
import type { TextOf } from './read-form.js';

/** @param of makes the names of its controls its own: several of them may stand in a page */
export function AddressChanges({ of }: { readonly of: string }) {
  return ADDRESS_FIELDS.map((field) => <AddressInput key={field.name} field={field} of={of} />);
}

function AddressInput({ field, of }: { readonly field: AddressField; readonly of: string }) {
  const { name, says, most, isOptional, pattern, hint } = field;
  const id = `${of}-${name}`;
  const shared = { id, name, maxLength: most, spellCheck: false };
  return (
    <Field label={says} name={id}>
      {name === 'addressLines' ? (
        <textarea {...shared} rows={2} />
      ) : (
        <input {...shared} {...(pattern === undefined ? {} : { pattern, title: hint })} />
      )}
      {hint === undefined ? null : <span className="hint">{hint}</span>}
      {isOptional === undefined ? null : (
        <label className="tick">
          <input type="checkbox" name={`no-${name}`} value="yes" aria-label={`${says}: none any more`} /> none any more
        </label>
      )}
    </Field>
  );
}

/** null: nothing is to become another. A field that is `null` is to be taken out. */
export function addressChanges(textOf: TextOf): Readonly<Record<string, unknown>> | null {
  const changes: Record<string, unknown> = {};
  for (const { name } of ADDRESS_FIELDS) {
    const text = textOf(name);
    if (textOf(`no-${name}`) === 'yes') changes[name] = null;
    else if (text !== '') changes[name] = name === 'addressLines' ? linesOf(text) : text;
  }
  return Object.keys(changes).length === 0 ? null : changes;
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
