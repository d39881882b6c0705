// Which categories of an order somebody is to have: of those that the policy allows, each with what it means.
import type { TextOf } from './read-form.js';
import { plain } from './words.js';

/** A category that the policy lets somebody have, in its own words. */
export interface MayHave {
  readonly category: string;
  readonly meaning: string;
}

interface CategoryChoiceProps {
  readonly legend: string;
  readonly mayHave: readonly MayHave[];
}

export function CategoryChoice({ legend, mayHave }: CategoryChoiceProps) {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {mayHave.map(({ category, meaning }) => (
        <label key={category} className="tick">
          <input type="checkbox" name={`category-${category}`} value="yes" />
          <span>
            {plain(category)} <span className="soft small">{meaning}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export const chosenIn = (textOf: TextOf, mayHave: readonly MayHave[]): readonly string[] =>
  mayHave.map(({ category }) => category).filter((category) => textOf(`category-${category}`) === 'yes');
