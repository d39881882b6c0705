// Opens blocks that publishers sealed to our ingress keys; says by name why one does not open.
import type { SealedBlock } from '#schemas/generated/records';
import { blockBinding, ORDERS_INFO } from '#shared/hpke/associated-data';
import { createSessionOpener } from '#shared/hpke/session-opener';
import type { IngressKeys } from '#shared/ingress-keys/file-ingress-keys';
import { type IngressKey, standingOf } from '#shared/ingress-keys/ingress-key';

/** Where a block was found: what its publisher must have bound it to. */
export interface BlockPlace {
  readonly category: string;
  readonly schemaName: string;
  readonly eventId: string;
  readonly orderId: string;
  /** When the broker took the record, ms since 1970. */
  readonly arrivedAtMs: number;
}

export type BlockOpening =
  | { readonly kind: 'opened'; readonly plain: Buffer }
  | { readonly kind: 'refused'; readonly code: 'BLOCK_KEY_UNKNOWN' | 'BLOCK_KEY_EXPIRED' | 'BLOCK_ALTERED' };

export interface BlockOpener {
  /** Reads the keys anew and does the key agreements of sessions not seen before: call once per unit, with all its blocks. */
  prepare(blocks: readonly SealedBlock[]): Promise<void>;
  /** Never throws for what is in a block. */
  open(block: SealedBlock, place: BlockPlace): BlockOpening;
}

export interface BlockOpenerDeps {
  readonly keys: Pick<IngressKeys, 'list' | 'privateKeyOf'>;
  readonly graceMs: number;
}

const UNKNOWN: BlockOpening = Object.freeze({ kind: 'refused', code: 'BLOCK_KEY_UNKNOWN' });
const EXPIRED: BlockOpening = Object.freeze({ kind: 'refused', code: 'BLOCK_KEY_EXPIRED' });
const ALTERED: BlockOpening = Object.freeze({ kind: 'refused', code: 'BLOCK_ALTERED' });

export function createBlockOpener({ keys, graceMs }: BlockOpenerDeps): BlockOpener {
  const sessions = createSessionOpener({ info: ORDERS_INFO, privateKeyOf: (keyId) => keys.privateKeyOf(keyId) });
  let known: readonly IngressKey[] = [];
  return {
    prepare: async (blocks) => {
      known = keys.list();
      await sessions.prepare(blocks);
    },
    open: (block, { category, schemaName, eventId, orderId, arrivedAtMs }) => {
      const standing = standingOf(known, block.keyId, arrivedAtMs, graceMs);
      if (standing !== 'opens') return standing === 'expired' ? EXPIRED : UNKNOWN;
      const opened = sessions.open(block, blockBinding(category, schemaName, eventId, orderId));
      return opened.kind === 'opened' ? opened : ALTERED;
    },
  };
}
