import { loadLayersModel } from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import * as files from 'hilum/node';
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** An image as the network sees it, what is known of it, and how to get it back to show it. */
export interface Case {
  readonly name: string;
  readonly patient: string;
  readonly source: string;
  readonly label: 0 | 1;
  readonly image: hilum.Image;
  readonly original: () => Promise<hilum.Image>;
}

/** What there is to learn from. */
export interface Collection {
  readonly cases: Case[];
  readonly skipped: files.SkippedFile[];
}

/** What is cut out of an image before anything else. */
export type Cut = (image: hilum.Image) => Promise<hilum.Image>;

export const classNames = ['normal', 'tuberculosis'] as const;
export const patientOf = ({ patient }: Case): string => patient;
export const stratumOf = ({ source, label }: Case): string => `${source} ${label}`;

/** A finding must not be told by the exposure: histograms are levelled. */
export function prepare(image: hilum.Image, side: number): hilum.Image {
  return hilum.prepareImage(image, { width: side, height: side });
}

/**
 * Patients who do not exist, in two clinics with other devices: of each an earlier film without opacities and a later one
 * with them, so that nothing else about a patient tells the label. They are cut to the lungs, whose masks are known.
 */
export function phantoms(patients: number, { side, seed }: { side: number; seed: number }): Collection {
  const retake = hilum.affine({
    rotationRange: [-3, 3],
    scaleRange: [0.97, 1.03],
    shiftRange: [-0.02, 0.02],
  });
  const cases = Array.from({ length: 2 * patients }, (_, index): Case => {
    const number = index >> 1;
    const [patient, source] = [`phantom-${number}`, number % 2 === 1 ? 'south' : 'north'];
    const drawn = { seed: `${seed}-${number}`, size: 128, tuberculosis: index % 2 === 1 };
    const random = hilum.createRandom(`${seed} film ${index}`);
    const { image, mask } = retake(hilum.chestPhantom(drawn), random);
    const lungs = hilum.cropToMask(image, { mask, reshape: hilum.toAspect(1) });
    // The device of the south is brighter and has less contrast.
    const device = { brightness: 10, contrast: -10 };
    const film = source === 'south' ? hilum.adjustBrightnessContrast(lungs, device) : lungs;
    return {
      name: `${patient}-film-${1 + (index % 2)}`,
      patient,
      source,
      label: index % 2 === 1 ? 1 : 0,
      image: prepare(film, side),
      original: () => Promise.resolve(film),
    };
  });
  return { cases, skipped: [] };
}

/** The images in `path/CXR_png`, or in `path` itself; what cannot be read or has no label is named and left out. */
export async function folder(path: string, { side, cut }: { side: number; cut: Cut }): Promise<Collection> {
  const inside = join(path, 'CXR_png');
  const cases: Case[] = [];
  const skipped: files.SkippedFile[] = [];
  for (const file of await files.listImages((await isFolder(inside)) ? inside : path)) {
    try {
      // For other names put another function here, such as one of hilum.labelsFromCsv.
      const label = hilum.labelOf(file);
      if (label === undefined)
        throw new Error('label and patient are read from names like CHNCXR_0001_0.png, and this is none');
      const original = async (): Promise<hilum.Image> => cut(await files.readImage(file));
      cases.push({
        name: relative(path, file),
        patient: hilum.patientOf(file),
        source: hilum.sourceOf(file) ?? 'unknown',
        label,
        image: prepare(await original(), side),
        original,
      });
    } catch (error) {
      skipped.push({ file, reason: (error as Error).message });
    }
  }
  if (skipped.length > 0) console.log(`${skipped.length} left out:`);
  for (const { file, reason } of skipped.slice(0, 10)) console.log(`  ${file}: ${reason}`);
  if (skipped.length > 10) console.log(`  and ${skipped.length - 10} more`);
  return { cases, skipped };
}

/** Cuts images to the lungs that a model finds; what it finds none in stays whole. Without a model all do. */
export async function lungCutter(path: string | undefined): Promise<Cut> {
  if (path === undefined) return (image) => Promise.resolve(image);
  const model = await loadLayersModel(files.fileSystem(path));
  return async (image) => {
    const { mask } = await hilum.segment(model, image);
    return hilum.maskBox(mask) ? hilum.cropToMask(image, { mask, reshape: hilum.toAspect(1) }) : image;
  };
}

/** Writes a page that describes the images: how many of what, what is wrong with them, and how they look. */
export async function describe(path: string, cases: readonly Case[], title: string): Promise<void> {
  const known = new Map(cases.map((one) => [one.name, one]));
  async function* originals(): AsyncGenerator<hilum.DatasetItem> {
    for (const { name, original } of cases) yield { name, image: await original() };
  }
  const description = await hilum.describeDataset(originals(), {
    label: (name) => classNames[known.get(name)!.label],
    source: (name) => known.get(name)!.source,
    group: (name) => known.get(name)!.patient,
  });
  const pictures: files.DatasetPicture[] = [];
  for (const label of [0, 1]) {
    const own = cases.filter((one) => one.label === label);
    const step = Math.max(1, Math.floor(own.length / 12));
    for (const one of own.filter((_, i) => i % step === 0).slice(0, 12))
      pictures.push(files.pictureOf({ name: one.name, image: await one.original() }));
  }
  await files.writeDatasetReport(path, { title, description, pictures });
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
