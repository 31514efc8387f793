/** Words of the language that this version knows by name only, with what each will do. */
export const laterFormats: Readonly<Record<string, string>> = {
  parquet: "Parquet tables",
  images: "folders of images",
  points: "points drawn at random",
};
