/** The text between `<!-- name -->` and `<!-- /name -->` of a Markdown file, and the file with `text` there instead. */
export function between(markdown: string, name: string, text = ''): { old: string; replaced: string } {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = markdown.indexOf(start);
  const to = markdown.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The file must hold ${start} and ${end}.`);
  const begin = from + start.length;
  return {
    old: markdown.slice(begin, to).trim(),
    replaced: `${markdown.slice(0, begin)}\n\n${text}\n\n${markdown.slice(to)}`,
  };
}
