import { describe, expect, it } from 'vitest';
import { html } from '../../src/node/html';
import { reportPage } from '../../src/node/report-page';

describe('reportPage', () => {
  it('frames headline and sections, with the title escaped in both its places', () => {
    const page = reportPage({ title: 'a < b', headline: html`<b>1</b>`, sections: [html`<i>2</i>`] });
    expect(page).toMatch(/^<!doctype html>/);
    expect(page.match(/a &#60; b/g)).toHaveLength(2);
    expect(page).toMatch(/<header>[^]*<b>1<\/b>[^]*<\/header>[^]*<main><i>2<\/i><\/main>/);
  });

  it('has a subtitle where one is given', () => {
    const parts = { title: 't', headline: '', sections: '' };
    expect(reportPage(parts)).not.toContain('<p class="quiet">');
    expect(reportPage({ ...parts, subtitle: 's' })).toContain('<p class="quiet">s</p>');
  });

  it('asks for no other file', () => {
    expect(reportPage({ title: 't', headline: '', sections: '' })).not.toMatch(/\b(src|href)=/);
  });
});
