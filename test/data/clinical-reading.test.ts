import fc from 'fast-check';
import { parseClinicalReading } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('parseClinicalReading', () => {
  // The forms follow the published descriptions of the two sets; the words are made up.
  it.each([
    ["Patient's Sex: F\nPatient's Age: 045Y\nnormal", 'female', 45, 'normal'],
    [
      'Patient’s Sex: M\r\nPatient’s Age: 006M \r\n\r\ncavity on the left,\r\n 2 cm',
      'male',
      0.5,
      'cavity on the left, 2 cm',
    ],
    ["\uFEFFpatients age: 30\nPATIENT'S SEX: female", 'female', 30, undefined],
    ['male 24yrs\nright upper infiltrate', 'male', 24, 'right upper infiltrate'],
    ['Female, 33 yr\n\nnormal\n', 'female', 33, 'normal'],
    ['Female65yrs\nSTB, 5 years ago', 'female', 65, 'STB, 5 years ago'],
    ['36yrs male\nnormal', 'male', 36, 'normal'],
    ["Patient's Sex: O\nPatient's Age: unknown\nnormal", undefined, undefined, 'normal'],
    ['normal', undefined, undefined, 'normal'],
    ['female patient, 20 mm nodule', undefined, undefined, 'female patient, 20 mm nodule'],
    ['3 nodules on the left', undefined, undefined, '3 nodules on the left'],
    [' \n', undefined, undefined, undefined],
  ])('of %j', (text, sex, age, finding) => {
    expect(parseClinicalReading(text)).toEqual({ sex, age, finding });
  });

  it('reads days and weeks', () => {
    expect(parseClinicalReading('male 73 days').age).toBeCloseTo(0.2, 3);
    expect(parseClinicalReading('male 26 weeks').age).toBeCloseTo(0.5, 2);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseClinicalReading(text)).toHaveProperty('age');
      }),
    );
  });
});
