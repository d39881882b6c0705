// The port of the register of stores outside of the broker: who has to delete when told, and by which key their receipts are known.
import type { OutsideStore } from '../domain/outside-stores.js';
import type { ClaimOutcome } from '#shared/mongo/insert-claims';

export interface StoreRegister {
  /** All of them, a second old at most. */
  all(): Promise<ReadonlyMap<string, OutsideStore>>;
  put(store: OutsideStore): Promise<void>;
  strikeOff(name: string): Promise<void>;
  /** One outcome per receipt, in order: `lost` was accepted before from another position. */
  claimReceipts(
    receipts: readonly { readonly id: string; readonly position: string }[],
  ): Promise<readonly ClaimOutcome[]>;
}
