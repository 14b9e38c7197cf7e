// Made from the languages in internal/words: go test ./site -run Endings -update

/** The endings of inflected words in each language, by its tag. */
export const endings: Record<string, string> = {
  en: "s es ed d e ing ings er ers or ors ly al ally ion ions ation ations ment ments y ies ied ive able",
  de: "e n en em er es s t te ten st ung ungen",
};
