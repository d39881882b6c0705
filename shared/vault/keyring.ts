// The port of the keys that wrap keys. They live outside MongoDB, because MongoDB keeps deleted bytes for an unbounded time:
// an old copy of a wrapped key is worthless only once the key-encryption key (KEK) of its epoch is destroyed elsewhere.

/**
 * - `unwrapped`: the target holds the plain bytes
 * - `epoch-destroyed`: the KEK it was wrapped with was destroyed
 * - `foreign`: wrapped by another keyring, or by a later state of this one: the configuration is wrong, nothing may be overwritten
 * - `corrupt`: not a wrapped key of this place, or tampered with
 */
export type Unwrapped = 'unwrapped' | 'epoch-destroyed' | 'foreign' | 'corrupt';

/**
 * What asks the place where keys are kept is a promise; wrapping works with the KEKs in memory. `current` and `epochs` take in what changed
 * elsewhere. So call one of them after reading wrapped bytes and before unwrapping them: whoever wrapped them made its epoch before.
 */
export interface Keyring {
  /**
   * The epoch new keys are wrapped under, as of this moment and whoever changed it: never a cached answer. Rotation relies
   * on it: who wrapped under an epoch and still finds it current afterwards knows that a rotation will see its document.
   */
  current(): Promise<number>;
  /** When the KEK of an epoch was made, in ms since 1970; undefined when it is gone. */
  madeAtMs(epoch: number): Promise<number | undefined>;
  /**
   * The stores of wrapped keys that are known to use this keyring. Rotation destroys a KEK once nothing in *its* store needs it: with a second
   * store on the same keyring that would lose everything there.
   */
  stores(): Promise<readonly string[]>;
  /** Notes that this store uses the keyring; safe to repeat. `storeId`: hexadecimal. */
  bindStore(storeId: string): Promise<void>;
  /** For a store that is gone for good, e.g. the database of a test. */
  forgetStore(storeId: string): Promise<void>;
  /** All epochs whose KEK exists, ascending; also forgets the KEKs that were destroyed elsewhere. */
  epochs(): Promise<readonly number[]>;
  /** `plain` under the KEK of `epoch`, which the result names. Throws KEK_DESTROYED when that KEK is gone. */
  wrap(epoch: number, plain: Buffer, aad: Buffer): Buffer;
  /** Into `target`, which must have the plain length. Never throws for what is in `wrapped`. */
  unwrapInto(target: Buffer, wrapped: Buffer, aad: Buffer): Unwrapped;
  /** Makes a new KEK and the epoch current; when another process did so meanwhile, that one's epoch. */
  addEpoch(): Promise<number>;
  /** Destroys this KEK and older ones for ever. Doing so twice is fine; the current epoch is refused (UNEXPECTED). */
  destroyEpoch(epoch: number): Promise<void>;
  /** 32 bytes for one purpose (`refs`, …), made from a root key that never rotates; purposes are unrelated. */
  derive(purpose: string): Buffer;
}
