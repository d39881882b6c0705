// A part of a service: starting it gives a value and the way to stop it. Business code sees only the value.

export interface Started<T> {
  readonly value: T;
  /** Ends the part in good order; called once. A part must bear that what it depends on is already unwell. */
  stop(): Promise<void>;
}

export interface Component<T> {
  readonly name: string;
  start(): Promise<Started<T>>;
}

/** A component without anything to stop, e.g. a value that another component needs. */
export function constant<T>(name: string, value: T): Component<T> {
  return { name, start: () => Promise.resolve({ value, stop: () => Promise.resolve() }) };
}
