// What Cozy Closet sells in the sample: clothes and home textiles, with what customs ask of each.

export interface Article {
  readonly sku: string;
  /** In words fit for a customs form. */
  readonly description: string;
  /** Euro cents. */
  readonly priceCents: number;
  /** With its packing. */
  readonly weightGrams: number;
  /** Harmonized System, six digits. */
  readonly hsCode: string;
  readonly originCountry: string;
  readonly sizes: readonly string[];
}

const CLOTHES = ['XS', 'S', 'M', 'L', 'XL'];
const SHOES = ['37', '39', '41', '43'];
const ONE = ['one size'];

/** Names and their short forms in article numbers. */
export const COLOURS: readonly { readonly name: string; readonly code: string }[] = [
  { name: 'undyed', code: 'UND' },
  { name: 'navy blue', code: 'NVY' },
  { name: 'forest green', code: 'FOR' },
  { name: 'oatmeal melange', code: 'OAT' },
  { name: 'charcoal grey', code: 'CHA' },
  { name: 'rust red', code: 'RST' },
];

const article = (
  sku: string,
  description: string,
  priceCents: number,
  weightGrams: number,
  hsCode: string,
  originCountry: string,
  sizes: readonly string[],
): Article => ({ sku, description, priceCents, weightGrams, hsCode, originCountry, sizes });

export const ARTICLES: readonly Article[] = [
  article(
    'CC-KNT-0101',
    "Women's knitted cardigan, long sleeves, 100% merino wool",
    8990,
    480,
    '611011',
    'PT',
    CLOTHES,
  ),
  article('CC-KNT-0102', "Men's knitted pullover, crew neck, 100% lambswool", 7990, 560, '611011', 'TR', CLOTHES),
  article('CC-KNT-0103', 'Knitted roll-neck pullover, 100% organic cotton', 4990, 430, '611020', 'BD', CLOTHES),
  article('CC-TSH-0201', 'T-shirt, round neck, 100% organic cotton jersey', 1990, 190, '610910', 'PT', CLOTHES),
  article('CC-TSH-0202', 'T-shirt, striped, 100% organic cotton jersey', 2290, 190, '610910', 'TR', CLOTHES),
  article('CC-SHI-0301', "Men's woven shirt, 100% brushed cotton flannel", 5490, 340, '620520', 'PT', CLOTHES),
  article('CC-SHI-0302', "Women's woven blouse, 100% viscose crepe", 4490, 210, '620640', 'IN', CLOTHES),
  article('CC-TRS-0401', "Women's corduroy trousers, 98% cotton, 2% elastane", 6990, 520, '620462', 'TR', CLOTHES),
  article('CC-TRS-0402', "Men's chino trousers, 97% cotton, 3% elastane", 6490, 560, '620342', 'VN', CLOTHES),
  article('CC-DRS-0501', "Women's knitted dress, 95% cotton, 5% elastane", 7490, 450, '610442', 'PT', CLOTHES),
  article('CC-COA-0601', "Women's coat, lined, 80% wool, 20% polyamide", 18990, 1450, '620211', 'IT', CLOTHES),
  article('CC-COA-0602', "Men's quilted jacket, 100% recycled polyester", 12990, 980, '620193', 'VN', CLOTHES),
  article('CC-SOC-0701', 'Socks, one pair, 60% wool, 40% polyamide', 1290, 90, '611594', 'PT', CLOTHES),
  article('CC-SOC-0702', 'Socks, three pairs, 80% cotton, 20% polyamide', 1490, 160, '611595', 'TR', CLOTHES),
  article('CC-PYJ-0801', 'Pyjamas, two-piece set, 100% cotton jersey', 3990, 410, '610831', 'IN', CLOTHES),
  article('CC-ROB-0802', 'Bathrobe with hood, 100% cotton terry', 6990, 1100, '620891', 'TR', CLOTHES),
  article('CC-SCA-0901', 'Woven scarf with fringes, 100% cashmere', 9990, 180, '621420', 'NP', ONE),
  article('CC-HAT-0902', 'Knitted hat, ribbed, 100% wool', 2490, 110, '650500', 'PT', ONE),
  article('CC-GLV-0903', 'Knitted gloves, one pair, 100% wool', 2290, 100, '611691', 'PT', CLOTHES),
  article('CC-BLK-1001', 'Blanket, 140 x 200 cm, 100% virgin wool', 9490, 1350, '630120', 'LT', ONE),
  article('CC-BLK-1002', 'Blanket, waffle weave, 130 x 170 cm, 100% cotton', 5490, 1050, '630130', 'PT', ONE),
  article('CC-BED-1101', 'Bed linen set, two pieces, printed, 100% cotton percale', 7990, 1500, '630221', 'PT', ONE),
  article('CC-BED-1102', 'Bed linen set, two pieces, 100% washed linen', 15990, 1800, '630229', 'LT', ONE),
  article('CC-BED-1103', 'Fitted sheet, 160 x 200 cm, 100% cotton jersey', 2990, 700, '630210', 'TR', ONE),
  article('CC-TWL-1201', 'Bath towel, 70 x 140 cm, 100% cotton terry', 1990, 520, '630260', 'TR', ONE),
  article('CC-TWL-1202', 'Hand towels, two pieces, 50 x 100 cm, 100% cotton terry', 1690, 380, '630260', 'TR', ONE),
  article('CC-CUR-1301', 'Curtains, one pair, 140 x 250 cm, 100% linen', 8990, 1600, '630391', 'LT', ONE),
  article('CC-CUS-1401', 'Cushion cover, 50 x 50 cm, 100% cotton velvet', 1990, 230, '630492', 'IN', ONE),
  article('CC-CUS-1402', 'Cushion, 50 x 50 cm, feather filling, cotton cover', 2990, 650, '940490', 'PL', ONE),
  article('CC-TBL-1501', 'Tablecloth, 150 x 250 cm, 100% washed linen', 6490, 720, '630259', 'LT', ONE),
  article('CC-TBL-1502', 'Napkins, four pieces, 45 x 45 cm, 100% linen', 2990, 260, '630259', 'LT', ONE),
  article('CC-RUG-1601', 'Rug, handwoven, 70 x 140 cm, 100% cotton', 5990, 1900, '570242', 'IN', ONE),
  article('CC-SLP-1701', 'House slippers, 100% wool felt, rubber sole', 3490, 380, '640520', 'PL', SHOES),
  article('CC-APR-1801', 'Kitchen apron with pocket, 100% linen', 3290, 270, '621149', 'LT', ONE),
];
