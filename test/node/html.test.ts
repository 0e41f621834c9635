import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Html, html } from '../../src/node/html';

describe('html', () => {
  it('escapes every text that is put in, in content and in attributes', () => {
    const text = `<script>"it's" & more</script>`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&#60;script&#62;&#34;it&#39;s&#34; &#38; more&#60;/script&#62;">&#60;script&#62;&#34;it&#39;s&#34; &#38; more&#60;/script&#62;</p>',
    );
  });

  it('puts in other templates as they are, and lists without anything between', () => {
    const items = ['a', '<'].map((item) => html`<b>${item}</b>`);
    expect(html`${items}${3}${new Html('<br>')}${['x', 'y']}`.text).toBe('<b>a</b><b>&#60;</b>3<br>xy');
  });

  it('lets no text through that could open a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = html`${text}`.text;
        expect(escaped).not.toMatch(/[<>"']/);
        const back = escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
        expect(back).toBe(text);
      }),
    );
  });
});
