import { readFileSync } from 'node:fs';

/** A file of test/reference/dicom.json, with what pydicom and dcmtk read from it. */
export interface DicomCase {
  name: string;
  bytes: Uint8Array;
  /** After the modality LUT or rescaling. */
  values: number[];
  /** After the VOI LUT or window and the turning over, 0 black to 1 white. */
  shown?: number[];
}

interface Written {
  width: number;
  height: number;
  cases: (Omit<DicomCase, 'bytes'> & { file: string })[];
}

const written = JSON.parse(
  readFileSync(new URL('../reference/dicom.json', import.meta.url), 'utf8'),
) as Written;

export const { width, height } = written;
export const dicomCases: DicomCase[] = written.cases.map(({ file, ...rest }) => ({
  ...rest,
  bytes: new Uint8Array(Buffer.from(file, 'base64')),
}));

export function dicomFile(name: string): Uint8Array {
  return dicomCases.find((each) => each.name === name)!.bytes.slice();
}
