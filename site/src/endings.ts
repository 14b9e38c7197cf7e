// Made from the languages in internal/words: go test ./site -run Endings -update

/** The endings of inflected words in each language, by its tag. */
export const endings: Record<string, string> = {
  en: "s es ed d e ing ings er ers or ors ly al ally ion ions ation ations ment ments y ies ied ive able",
  de: "e n en em er es s t te ten st ung ungen",
};

/** The words that nearly every text has in each language, by its tag. */
export const stopWords: Record<string, string> = {
  en: "a an the and or of in on at to for from by with about into during as is are was were be been being do does did has have had how what when where who whom which why that this these those it its they them their our we us you your i my me can could should would will may might any some there here if then than so ever tell show find list give please happen happens happened happening",
  de: "der die das den dem des und oder in im am an auf zu zum zur von vom mit bei fur als ist sind war waren wird werden wurde wurden hat haben hatte wie was wann wo wer wen warum welche welcher welches ein eine einer eines einem einen es sie er wir unser unsere uns ich man dass",
};
