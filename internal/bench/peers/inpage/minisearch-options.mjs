// How MiniSearch is set up, for the program that builds its index and the page that loads it.
export const options = {
  fields: ["title", "text", "id"],
  searchOptions: { boost: { title: 2 }, combineWith: "OR" },
};
