import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateClassifier } from 'hilum';
import { diagnosisHtml, writeDiagnosisReport } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bare, dark, evaluation, full, simulatedCases } from './diagnosis-run';
import { textOf } from './page-text';
import { unbalanced } from './unbalanced';

describe('diagnosisHtml', () => {
  it('tells scores, calls, sources, cases, the run and its limits, in this order', () => {
    const headings = [...diagnosisHtml(full).matchAll(/<h[12]>([^<]*)</g)].map((match) => match[1]);
    expect(headings).toEqual([
      'Tuberculosis in two hospitals',
      'How well the two are told apart',
      'What is called what',
      'By source',
      'Cases to look at',
      'What was run',
      'Every case',
      'What these numbers do not say',
    ]);
  });

  it('says first what must be known, and last that it is no medical device', () => {
    const text = textOf(diagnosisHtml(full));
    expect(text.indexOf('No weights were given.')).toBeLessThan(text.indexOf('AUC'));
    expect(text).toContain('This is no medical device, and nobody must be diagnosed or treated by it.');
    expect(text).toContain('broken.png the file is cut off');
  });

  it('needs nothing but itself: no address, no script, no file', () => {
    const page = diagnosisHtml(full);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|\/\/|url\(|@import/i,
    );
    expect(page).not.toMatch(/<(script|link|iframe|object)|\son[a-z]+=/i);
    for (const [, source] of page.matchAll(/\b(?:src|href)="([^"]*)"/g))
      expect(source).toMatch(/^data:image\/png;base64,/);
  });

  it('escapes every text it is given', () => {
    const evil = `<script>alert("1 & '2'")</script>`;
    const cases = simulatedCases().map((row) => ({ ...row, name: evil + row.name, source: evil }));
    const evilEvaluation = evaluateClassifier(cases, { classNames: [evil, evil], samples: 2 });
    const page = diagnosisHtml({
      title: evil,
      subtitle: evil,
      notes: [evil],
      evaluation: evilEvaluation,
      baselineName: evil,
      settings: { [evil]: evil },
      counts: { [evil]: 1 },
      examples: evilEvaluation.rows.map(({ name }) => ({ name, image: dark, heatMap: dark })),
      examplesNote: evil,
      skipped: [{ file: evil, reason: evil }],
    });
    expect(page).not.toContain('<script');
    expect(page).not.toContain('alert("');
  });

  it('copes with the least that can be evaluated', () => {
    const page = diagnosisHtml(bare);
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
    const text = textOf(page);
    expect(text).toContain('The interval of an AUC of 1 has no width');
    expect(text).toContain('sensitivity and specificity are too good');
    expect(text).not.toMatch(/By source|Cases to look at|Against the baseline/);
  });

  it('is a whole document in which every element is closed, and names pictures, charts and columns', () => {
    for (const report of [full, bare]) {
      const page = diagnosisHtml(report);
      expect(unbalanced(page)).toEqual([]);
      for (const [element, name] of [
        ['img', 'alt'],
        ['svg', 'aria-label'],
      ])
        expect(page.match(new RegExp(`<${element!}\\s[^>]*${name!}="[^"]+"`, 'g'))?.length).toBe(
          page.match(new RegExp(`<${element!}\\s`, 'g'))?.length,
        );
      expect(page.match(/<th\s/g)).toHaveLength(page.match(/<th\s+scope="(row|col|colgroup)"/g)!.length);
    }
  });

  it('shows the same of an evaluation that was kept as JSON', () => {
    const kept = JSON.parse(JSON.stringify(evaluation)) as typeof evaluation;
    expect(diagnosisHtml({ ...full, evaluation: kept })).toBe(diagnosisHtml(full));
  });
});

describe('writeDiagnosisReport', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-diagnosis-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes the page, and JSON with everything but pictures beside it', async () => {
    const path = join(folder, 'new', 'report.html');
    await writeDiagnosisReport(path, full);
    expect(await readFile(path, 'utf8')).toBe(diagnosisHtml(full));
    expect((await readdir(join(folder, 'new'))).sort()).toEqual(['report.html', 'report.json']);
    const json = JSON.parse(await readFile(join(folder, 'new', 'report.json'), 'utf8')) as typeof full;
    const rest = { ...full, examples: undefined };
    expect(json).toEqual(JSON.parse(JSON.stringify(rest)));
    expect(json.evaluation.overall).toEqual(evaluation.overall);
  });

  it('names the file when it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeDiagnosisReport(join(folder, 'file', 'report.html'), bare)).rejects.toThrow(
      /^writeDiagnosisReport: cannot write .*report\.json: /,
    );
  });
});
