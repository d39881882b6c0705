// What an allow-list says of one field.

/** Always demanded, sent if the order has it, or left out. */
export type Need = 'required' | 'when-present' | 'withheld';

export interface FieldRelease {
  readonly need: Need;
  /** For people: why the carrier needs it. */
  readonly why: string;
}
