import { worstCalls } from 'hilum/node';
import { describe, expect, it } from 'vitest';
import { diagnosisExamples, everyCase } from '../../src/node/diagnosis-cases';
import { Html } from '../../src/node/html';
import { bare, dark, evaluation } from './diagnosis-run';
import { textOf } from './page-text';

const pageOf = (part: Html | string): string => (part instanceof Html ? part.text : part);
const { missed, falseAlarms, found } = worstCalls(evaluation, 3);

describe('diagnosisExamples', () => {
  it('shows pictures in the order of worstCalls, with the heat map beside', () => {
    const shown = [...missed, ...falseAlarms, ...found];
    const examples = [...shown].reverse().map(({ name }) => ({ name, image: dark, heatMap: dark }));
    const page = pageOf(diagnosisExamples(evaluation, examples));
    const names = [...page.matchAll(/alt="X-ray ([^"]*)"/g)].map((match) => `x/${match[1]}`);
    expect(names).toEqual(shown.map(({ name }) => name));
    expect(page.match(/alt="Heat map of /g)).toHaveLength(shown.length);
    expect(page).toContain('the warmer, the more');
    expect(page).toContain('sheet pairs');
  });

  it('counts what has no picture, and says where there is nothing to show', () => {
    const page = textOf(pageOf(diagnosisExamples(evaluation, [{ name: found[0]!.name, image: dark }])));
    const count = evaluation.rows.filter(({ label, called }) => label === 1 && called === 0).length;
    expect(page).toContain(`Missed: “tuberculosis” called “normal” (${count}) Without pictures.`);
    expect(page).not.toContain('the warmer');
    const perfect = pageOf(diagnosisExamples(bare.evaluation, [{ name: '3', image: dark }]));
    expect(perfect).toContain('None was missed.');
    expect(perfect).toContain('There was no false alarm.');
  });

  it('leaves out pictures of no case, and itself without any', () => {
    expect(diagnosisExamples(evaluation, [])).toBe('');
    expect(pageOf(diagnosisExamples(evaluation, [{ name: 'who?', image: dark }]))).not.toContain('<img');
  });
});

describe('everyCase', () => {
  it('lists all, the most suspected first, and flags what was called wrong', () => {
    const page = everyCase(evaluation).text;
    expect(page.match(/<th scope="row">/g)).toHaveLength(80);
    const wrong = evaluation.rows.filter(({ label, called }) => label !== called).length;
    expect(page.match(/class="flag"/g)).toHaveLength(wrong);
    const most = evaluation.rows.reduce((a, b) => (b.probability > a.probability ? b : a));
    expect(/<th scope="row">([^<]*)</.exec(page)?.[1]).toBe(most.name);
  });
});
