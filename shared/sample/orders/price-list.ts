// The catalogue with the prices of one country: made once per country, so that an order only picks lines from it.
import type { Item } from '#schemas/generated/records';
import { ARTICLES, type Article, COLOURS } from './catalogue.js';
import type { Destination } from './destination.js';
import { decimalOf } from './money.js';

export interface PricedLine {
  readonly item: Item;
  /** Of the whole line, in hundredths of the country's currency. */
  readonly cents: number;
}

const QUANTITIES = [1, 1, 1, 1, 2, 2, 3] as const;
const lists = new Map<string, readonly PricedLine[]>();

/** Lines a customer of the country may order; frequent quantities more than once. */
export function priceListOf(destination: Destination): readonly PricedLine[] {
  const known = lists.get(destination.countryCode);
  if (known !== undefined) return known;
  const list = ARTICLES.flatMap((article, row) =>
    QUANTITIES.map((quantity, column) => pricedLine(article, quantity, row + column, destination)),
  );
  lists.set(destination.countryCode, list);
  return list;
}

/** @param variant counts through the colours and sizes, so that neighbouring lines differ */
function pricedLine(article: Article, quantity: number, variant: number, destination: Destination): PricedLine {
  const colour = COLOURS[variant % COLOURS.length] as (typeof COLOURS)[number];
  const size = article.sizes[variant % article.sizes.length] as string;
  // Shops price in .90 of what people pay in.
  const unitCents = Math.round((article.priceCents * destination.priceFactor) / 100) * 100 - 10;
  const item: Item = {
    sku: `${article.sku}-${colour.code}-${size === 'one size' ? 'U' : size}`,
    description: `${article.description}, ${colour.name}${size === 'one size' ? '' : `, size ${size}`}`,
    quantity,
    unitPrice: decimalOf(unitCents),
    currency: destination.currency,
    weightGrams: article.weightGrams,
    originCountry: article.originCountry,
    hsCode: article.hsCode,
  };
  return { item, cents: unitCents * quantity };
}
