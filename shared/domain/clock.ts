// The port through which everything that decides learns the time; tests and the sample pass their own.

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  nowMs(): number;
}
