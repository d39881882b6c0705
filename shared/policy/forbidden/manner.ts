// What a text is, which decides what can be hidden in it.

/** `text` words of people · `address` lines of an address · `identifier` a number or code a machine gave · `phone` a telephone number. */
export type Manner = 'text' | 'address' | 'identifier' | 'phone';
