// Reads what somebody wrote into a form.

/** The trimmed text of a field by its name; empty when it is blank. */
export type TextOf = (name: string) => string;

interface SentForm {
  readonly currentTarget: HTMLFormElement;
  preventDefault(): void;
}

/** When it is sent. */
export const onSent =
  (take: (textOf: TextOf) => void) =>
  (event: SentForm): void => {
    event.preventDefault();
    take(textsOf(event.currentTarget));
  };

/** When a step beside the form is sure; a field with a fault is pointed at instead. */
export function whenSound(form: HTMLFormElement | null, take: (textOf: TextOf) => void): void {
  if (form?.reportValidity() === true) take(textsOf(form));
}

/** A form that a step of its own sends: the key Enter in one of its fields does not. */
export const notSent = (event: { preventDefault(): void }): void => event.preventDefault();

/** As it stands. */
export function textsOf(form: HTMLFormElement): TextOf {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
}
