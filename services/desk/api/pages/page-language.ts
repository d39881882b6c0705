// In which language a page for people is written: the first of theirs that we write in.

export const PAGE_LANGUAGES = ['en', 'de', 'fr', 'pt'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** `accept-language` as browsers send it, by its weights; none that we write in: English. */
export function languageFor(accepted: string | undefined): PageLanguage {
  const wanted = (accepted ?? '')
    .slice(0, 200)
    .split(',')
    .map((one) => {
      const [tag = '', weight = ''] = one.trim().split(/\s*;\s*q=/);
      return { language: tag.split('-', 1)[0]?.toLowerCase(), weight: weight === '' ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { language } of wanted) {
    const known = PAGE_LANGUAGES.find((each) => each === language);
    if (known !== undefined) return known;
  }
  return 'en';
}

/** How days and times are written in it. */
export function localeOf(language: PageLanguage): string {
  return language === 'en' ? 'en-GB' : language;
}
