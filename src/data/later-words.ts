/** Words of the language that this version knows by name only, with what each will do. */
export const laterFormats: Readonly<Record<string, string>> = {
  points: "points drawn at random",
};
