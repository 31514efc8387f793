/** A measuring process: its work comes as JSON, its result goes as JSON in the last line, or the reason why there is none. */

export function answer<Work>(measure: (work: Work) => Promise<object>): void {
  const work = JSON.parse(process.argv[2] as string) as Work;
  measure(work).then(
    (result) => console.log(JSON.stringify({ ...result, rss: process.resourceUsage().maxRSS / 1024 })),
    (error: unknown) =>
      console.log(JSON.stringify({ cannot: error instanceof Error ? error.message : String(error) })),
  );
}
