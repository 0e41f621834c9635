import {
  affine,
  compose,
  contrast,
  createRandom,
  elastic,
  flipHorizontal,
  gaussianNoise,
  gridDistortion,
  maybe,
  oneOf,
  perspective,
  randomResizedCrop,
  recordDraws,
  replay,
  type Augmentation,
  type Drawn,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { sampleOf } from './samples';

const augment = compose(
  flipHorizontal(),
  affine(),
  oneOf(elastic(), gridDistortion(), perspective()),
  maybe(0.5, randomResizedCrop()),
  contrast(),
  gaussianNoise(),
  (sample, random) => ({ ...sample, name: `${sample.name} ${random.integer(0, 1e9)}` }),
);

describe('recordDraws and replay', () => {
  it('give the same pixels again, from the printed line alone', () => {
    const lines: string[] = [];
    const recorded = recordDraws(augment, (drawn, { name }) =>
      lines.push(`${name} ${JSON.stringify(drawn)}`),
    );
    const sample = sampleOf({ size: [23, 17] });
    for (let seed = 0; seed < 12; seed++) {
      const result = recorded(sample, createRandom(seed));
      expect(result).toEqual(augment(sample, createRandom(seed)));
      const drawn = JSON.parse(lines[seed]!.replace(/^a\.png /, '')) as Drawn;
      expect(replay(augment, drawn)(sample, createRandom(99))).toEqual(result);
    }
    expect(new Set(lines).size).toBe(12);
  });

  it('tell names and numbers of at most 6 digits', () => {
    let line = '';
    const one = compose(flipHorizontal({ probability: 1 }), maybe(0, affine()), affine(), contrast());
    recordDraws(one, (drawn) => (line = JSON.stringify(drawn)))(sampleOf(), createRandom(1));
    expect(line).toMatch(
      /^\[\{"name":"flipHorizontal"\},null,\{"name":"affine","rotation":-?[\d.]{1,8},"scale":[\d.]{1,8},"shiftX":-?[\de.-]+,"shiftY":-?[\de.-]+,"shear":0\},\{"name":"contrast","factor":[\d.]{1,8}\}\]$/,
    );
  });

  it('refuse what another augmentation drew', () => {
    const wrong = (of: Augmentation, drawn: Drawn) => () => replay(of, drawn);
    expect(wrong(augment, [])).toThrow(/replay: drawn must be of 7 composed augmentations, got \[\]/);
    expect(wrong(affine(), { name: 'elastic' })).toThrow(/of this augmentation \(affine\)/);
    expect(wrong(affine(), null)).toThrow(/got null/);
    expect(wrong(oneOf(affine()), { name: 'oneOf', choice: 3, drawn: null })).toThrow(/must be of oneOf/);
  });
});
