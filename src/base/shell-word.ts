/** A word as it is typed in a shell: with quotes where it needs them. */

/** In double quotes where these do, since all shells know them; in single quotes else. */
export function shellWord(text: string): string {
  if (/^[\w./:=@%+,-]+$/.test(text)) return text;
  if (!/["$`\\!]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
