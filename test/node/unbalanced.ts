/** Elements of a page that are opened and never closed, or closed and never opened. */
export function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name, inside] of page
    .replace(/^<!doctype html>|<meta [^>]*>|<style>.*<\/style>/gs, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/gi)) {
    if (inside!.endsWith('/')) continue;
    if (close === '') open.push(name!);
    else if (open.at(-1) === name) open.pop();
    else wrong.push(name!);
  }
  return [...wrong, ...open];
}
