// Registers somebody outside with the public key that everything for it is sealed to, or its new key.
import { Field } from './field.jsx';
import { onSent } from './read-form.js';

export interface NamedRecipient {
  readonly id: string;
  readonly name: string;
  readonly publicKey: string;
}

interface RecipientFormProps {
  readonly heading: string;
  /** Of the short name. */
  readonly pattern: string;
  readonly title: string;
  readonly examples: Pick<NamedRecipient, 'id' | 'name'>;
  readonly hint: string;
  /** @param done empties the form */
  readonly onRegister: (named: NamedRecipient, done: () => void) => void;
}

export function RecipientForm({ heading, pattern, title, examples, hint, onRegister }: RecipientFormProps) {
  return (
    <section className="card prose" aria-labelledby="register">
      <h2 id="register">{heading}</h2>
      <form
        className="form-line"
        autoComplete="off"
        onSubmit={(event) => {
          const form = event.currentTarget;
          onSent((textOf) =>
            onRegister({ id: textOf('id'), name: textOf('name'), publicKey: textOf('publicKey') }, () => form.reset()),
          )(event);
        }}
      >
        <Field label="Short name" name="recipient-id">
          <input
            id="recipient-id"
            name="id"
            required
            pattern={pattern}
            title={title}
            placeholder={examples.id}
            spellCheck={false}
          />
        </Field>
        <Field label="Name that people read" name="name">
          <input id="name" name="name" required minLength={2} maxLength={120} placeholder={examples.name} />
        </Field>
        <Field label="Its public key (X25519)" name="publicKey">
          <input
            id="publicKey"
            name="publicKey"
            required
            pattern="[A-Za-z0-9_\-]{43}"
            title="The 32 bytes of an X25519 key in base64url: 43 characters"
            spellCheck={false}
          />
        </Field>
        <button type="submit" className="button primary">
          Register
        </button>
      </form>
      <p className="soft small">{hint}</p>
    </section>
  );
}
