import { describe, expect, test } from '@jest/globals';
import { type ParcelItem, planParcels } from '#services/carriers/domain/plan-parcels';

function item(sku: string, quantity: number, weightGrams: number): ParcelItem {
  const [unitPrice, currency] = ['9.90', 'EUR'];
  return {
    sku,
    description: `a ${sku}`,
    quantity,
    unitPrice,
    currency,
    weightGrams,
    originCountry: 'PT',
    hsCode: null,
  };
}

const items = [item('shirt', 3, 200), item('coat', 1, 1_500)];

describe('planning the parcels of an order', () => {
  test('puts everything into one parcel of the whole weight while nobody has packed', () => {
    expect(planParcels({ items, parcels: [] })).toEqual([{ parcel: 1, weightGrams: 2_100, items }]);
  });

  test('follows the packing list: its numbers, its weights, and of each article as many as are inside', () => {
    const parcels = [
      { parcel: 2, weightGrams: 700, skus: [{ sku: 'shirt', quantity: 2 }] },
      {
        parcel: 5,
        weightGrams: 1_900,
        skus: [
          { sku: 'coat', quantity: 1 },
          { sku: 'shirt', quantity: 1 },
        ],
      },
    ];
    expect(planParcels({ items, parcels })).toEqual([
      { parcel: 2, weightGrams: 700, items: [{ ...items[0], quantity: 2 }] },
      { parcel: 5, weightGrams: 1_900, items: [items[1], { ...items[0], quantity: 1 }] },
    ]);
  });

  test('declares nothing that was never ordered, and loses no parcel over it', () => {
    const parcels = [{ parcel: 1, weightGrams: 300, skus: [{ sku: 'gift', quantity: 1 }] }];
    expect(planParcels({ items, parcels })).toEqual([{ parcel: 1, weightGrams: 300, items: [] }]);
  });
});
