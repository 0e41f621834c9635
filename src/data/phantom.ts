import { checkInteger, checkType } from '../core/check';
import { createRandom } from '../core/random';
import { createImage } from './image';
import type { Image } from './image';
import { drawAnatomy } from './phantom-anatomy';
import { paintBody } from './phantom-body';
import { expose } from './phantom-film';
import { paintOpacities } from './phantom-opacities';
import { createPose, varyBy } from './phantom-paint';
import type { Sample } from './sample';

/** Which patient to draw, and how large. */
export interface ChestPhantomArgs {
  /** Which patient: any integer or string. The same seed gives the same patient at every size. */
  seed: number | string;
  /** Width and height in pixels, an integer of at least 32. Default 256. */
  size?: number;
  /** Whether the lungs show opacities of tuberculosis; all else about the patient stays. Default false. */
  tuberculosis?: boolean;
}

/** A {@link Sample} drawn by {@link chestPhantom}, with its label. */
export interface ChestPhantom extends Sample {
  /** `[size, size]`, 1 channel of 8 bits. Bright is dense, as radiologists are used to. */
  readonly image: Image<Uint8Array>;
  /** `[size, size]`, 1 channel: 255 in the two lung fields, 0 in heart, mediastinum and all else. */
  readonly mask: Image<Uint8Array>;
  /** 1 with tuberculosis, else 0. */
  readonly label: 0 | 1;
  /** Circles around the opacities, in pixels, their centres within a pixel of the mask; none where the label is 0. */
  readonly opacities: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

/**
 * Draws a frontal chest X-ray of a patient who does not exist, with the exact mask of the lungs, for demos, tests and
 * docs where no real image may be used.
 *
 * The attenuation of everything on the way of the rays is added up (soft tissue, air, bones, vessels, gas), exposed
 * by 1 − exp(−gain · attenuation^gamma), and digitised with grain, blur and black borders. Shapes, pose and
 * exposure vary with the seed. With `tuberculosis` one to three findings are added: infiltrates or cavities in an
 * upper lobe, a field of small nodules, an effusion. The mask stays that of the anatomical lungs. The name ends in
 * `_0` or `_1`, the label, as in the Montgomery and Shenzhen collections.
 *
 * @throws TypeError when the seed is neither number nor string
 * @throws RangeError when a numeric seed is not an integer, or the size is not an integer of at least 32
 * @example
 * ```ts
 * import { chestPhantom } from 'hilum';
 *
 * const { image, mask } = chestPhantom({ seed: 7, size: 64 });
 * const ill = chestPhantom({ seed: 7, size: 64, tuberculosis: true });
 * const share = mask.data.filter((value) => value === 255).length / (64 * 64); // about 0.2 of the picture
 * const where = ill.opacities[0]; // { x, y, radius }
 * ```
 */
export function chestPhantom({ seed, size = 256, tuberculosis = false }: ChestPhantomArgs): ChestPhantom {
  checkType(
    typeof seed === 'number' || typeof seed === 'string',
    `chestPhantom: seed must be an integer or a string, got ${String(seed)}.`,
  );
  checkInteger('chestPhantom', 'size', size, 32);
  // The opacities have a stream of their own: whether they are drawn changes nothing else about the patient.
  const random = createRandom(seed);
  const vary = varyBy(random.fork('patient'));
  const anatomy = drawAnatomy(vary);
  const scale = vary(0.97, 0.07);
  const pose = createPose(
    size,
    [scale * vary(0.985, 0.055), scale * vary(1, 0.05), vary(0, 0.04), vary(510, 25), vary(445, 25)],
    anatomy.bend,
    vary(4, 3),
  );
  const map = new Float32Array(size * size);
  const lungs = new Float32Array(size * size);
  const mask = new Uint8Array(size * size);
  for (let p = 0; p < mask.length; p++) lungs[p] = anatomy.lung(pose.body[2 * p]!, pose.body[2 * p + 1]!);
  // A pixel that touches fewer than two others belongs to a tip too thin for this size: a lung stays in one piece.
  const around = [1, -1, size, -size];
  for (let p = 0; p < mask.length; p++)
    if (lungs[p]! > 0 && around.filter((step) => lungs[p + step]! > 0).length > 1) mask[p] = 255;
  const found = tuberculosis ? paintOpacities(map, pose, anatomy, random.fork('opacities')) : [];
  paintBody(map, pose, anatomy, lungs, vary);
  const label = tuberculosis ? 1 : 0;
  return {
    name: `phantom-${seed}_${label}`,
    image: createImage({ width: size, height: size, data: expose(map, pose, vary) }),
    mask: createImage({ width: size, height: size, data: mask }),
    label,
    opacities: found.map(([bodyX, bodyY, radius]) => {
      const [x, y] = pose.toPixel(bodyX, bodyY);
      return { x, y, radius: radius * pose.unit };
    }),
  };
}
