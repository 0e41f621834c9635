import reference from '../reference/dicom.json' with { type: 'json' };

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

const written: Written = reference;

export const { width, height } = written;
export const dicomCases: DicomCase[] = written.cases.map(({ file, ...rest }) => ({
  ...rest,
  // As pages can too.
  bytes: Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)),
}));

export function dicomFile(name: string): Uint8Array {
  return dicomCases.find((each) => each.name === name)!.bytes.slice();
}
