/** What the text file beside an X-ray says. */
export interface ClinicalReading {
  readonly sex: 'female' | 'male' | undefined;
  /** In years; those of infants are parts of one: 6 months are 0.5. */
  readonly age: number | undefined;
  /** The radiologist's words, lines joined by a space; `'normal'` where nothing was found. */
  readonly finding: string | undefined;
}

/**
 * Reads a text of `ClinicalReadings/` as the Montgomery and Shenzhen sets come with, one for each image:
 *
 * | set | text |
 * |---|---|
 * | Montgomery | `Patient's Sex: F`, `Patient's Age: 045Y`, then the finding |
 * | Shenzhen | `male 24yrs`, then the finding |
 *
 * Capitals, spaces, empty lines, kinds of line ends and of apostrophes do not matter, and sex and age may stand in any
 * order; units are years, months, weeks or days. What is not there, or is not understood, is undefined.
 *
 * @example
 * ```ts
 * import { parseClinicalReading } from 'hilum';
 *
 * parseClinicalReading("Patient's Sex: F\nPatient's Age: 045Y\nnormal"); // female, 45, 'normal'
 * parseClinicalReading('male 24yrs\nright upper infiltrate'); // male, 24, 'right upper infiltrate'
 * ```
 */
export function parseClinicalReading(text: string): ClinicalReading {
  let sex: ClinicalReading['sex'];
  let age: number | undefined;
  const finding: string[] = [];
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/[\r\n]+/)
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
  lines.forEach((line, i) => {
    const [, field, value] = labelled.exec(line) ?? [];
    if (field?.toLowerCase() === 'sex') sex ??= sexOf(value!);
    else if (field !== undefined) age ??= ageOf(value!);
    // The first line alone: a finding may speak of years and men too.
    else if (i === 0 && line.length < 40 && unlabelled.test(line)) {
      sex = sexOf(line);
      age = ageOf(line);
    } else finding.push(line);
  });
  return { sex, age, finding: finding.length > 0 ? finding.join(' ') : undefined };
}

const labelled = /^(?:patient\W?s?\s+)?(sex|age)\s*[:=]\s*(.*)$/i;
/** A line of nothing but a sex, an age, or both. */
const unlabelled =
  /^(?:(?:female|male|f|m)(?![a-z]))?[ ,]*(?:\d+(?:\.\d+)? ?(?:y|yrs?|years?|mo?|months?|w|weeks?|d|days?)?(?![a-z]))?[ ,]*(?:female|male|f|m)?\.?$/i;

function sexOf(words: string): ClinicalReading['sex'] {
  const letter = /(?:^|[^a-z])(female|male|f|m)(?![a-z])/i.exec(words)?.[1]?.[0]?.toLowerCase();
  return letter === 'f' ? 'female' : letter === 'm' ? 'male' : undefined;
}

/** How many of a unit make a year. */
const unitsAYear = { y: 1, m: 12, w: 52.1775, d: 365.2425 } as const;

function ageOf(words: string): number | undefined {
  const [, digits, unit = 'y'] = /(\d+(?:\.\d+)?)\s*([ymwd])?/i.exec(words) ?? [];
  return digits === undefined
    ? undefined
    : Number(digits) / unitsAYear[unit.toLowerCase() as keyof typeof unitsAYear];
}
