// Reads what somebody wrote into a form, when it is sent.

interface SentForm {
  readonly currentTarget: HTMLFormElement;
  preventDefault(): void;
}

/** @param take told the trimmed text of a field by its name; empty when it is blank */
export const onSent =
  (take: (textOf: (name: string) => string) => void) =>
  (event: SentForm): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    take((name) => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    });
  };
