// A program or a person of the sample, as the provider knows it.
export interface SampleClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its tokens claim; the desk decides what that opens. */
  readonly roles: readonly string[];
  /** The account of a customer. */
  readonly customerId?: string;
}
