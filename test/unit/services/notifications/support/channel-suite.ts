// What every channel to customers does, whatever lies behind it.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HandOver } from '#services/notifications/domain/delivery';

export interface Side {
  /** Hands a message over under this id. */
  handOver(noticeId: string, to: string): Promise<HandOver>;
  /** Ids of what arrived for a recipient, repetitions left out as the receiver tells them. */
  arrived(): readonly string[];
  /** Recipients by what the other side answers. */
  readonly good: string;
  readonly unknown: string;
  readonly full: string;
  /** Something that is no address of this channel. */
  readonly malformed: readonly string[];
  /** The other side goes away. */
  goAway(): Promise<void>;
  stop(): Promise<void>;
}

export function channelSuite(name: string, open: () => Promise<Side>): void {
  describe(name, () => {
    let side: Side;
    beforeEach(async () => {
      side = await open();
    });
    afterEach(() => side.stop());

    test('hands a message over', async () => {
      expect(await side.handOver('n-1', side.good)).toEqual({ kind: 'taken' });
      expect(side.arrived()).toEqual(['n-1']);
    });

    test('makes a repetition recognisable: the receiver has one message', async () => {
      for (let again = 0; again < 3; again++) expect(await side.handOver('n-2', side.good)).toEqual({ kind: 'taken' });
      await side.handOver('n-3', side.good);
      expect(side.arrived()).toEqual(['n-2', 'n-3']);
    });

    test('takes a refusal of the recipient as the last word, and keeps only its number', async () => {
      const refused = await side.handOver('n-4', side.unknown);
      expect(refused).toMatchObject({ kind: 'refused' });
      expect(JSON.stringify(refused)).toMatch(/^\{"kind":"refused","status":"[45][.\d]+"\}$/);
    });

    test('tries again later where the other side cannot now', async () => {
      expect(await side.handOver('n-5', side.full)).toMatchObject({ kind: 'later' });
    });

    test('refuses what is no address before it says anything to anybody', async () => {
      for (const to of side.malformed)
        expect(await side.handOver('n-6', to)).toEqual({ kind: 'refused', status: '5.1.3' });
      expect(side.arrived()).toEqual([]);
    });

    test('waits for a side that is not there', async () => {
      await side.goAway();
      expect(await side.handOver('n-7', side.good)).toMatchObject({ kind: 'later' });
    });
  });
}
