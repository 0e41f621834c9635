import { describe, expect, test } from 'vitest';
import { translateModel } from '../../src/keras/translate-model';

const translate = (config: unknown, more: object = {}) =>
  translateModel({ caller: 'test', version: '3.0.0', ...more }, config);
const tensor = (layer: string, use = 0) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 2], dtype: 'float32', keras_history: [layer, use, 0] },
});
const inputLayer = (name: string, inbound_nodes: unknown[] = []) => ({
  ...{ class_name: 'InputLayer', name, config: { name, batch_shape: [null, 2] }, inbound_nodes },
});
const dense = (name: string, ...inbound_nodes: unknown[]) => ({
  ...{ class_name: 'Dense', name, config: { name, units: 2 }, inbound_nodes },
});
const model = (name: string, layers: object[], input: string, output: [string, number, number]) => ({
  class_name: 'Functional',
  ...{ config: { name, layers, input_layers: [[input, 0, 0]], output_layers: [output] } },
});
/** The graph: names with the tensors that each use takes. */
function graph(translated: ReturnType<typeof translate>) {
  const { layers, input_layers, output_layers } = translated.config as {
    layers: { name: string; inbound_nodes: unknown }[];
    input_layers: unknown;
    output_layers: unknown;
  };
  return {
    layers: Object.fromEntries(layers.map(({ name, inbound_nodes }) => [name, inbound_nodes])),
    inputs: input_layers,
    outputs: output_layers,
  };
}

describe('a functional model', () => {
  const expected = {
    layers: { image: [], a: [[['image', 0, 0, {}]]] },
    inputs: [['image', 0, 0]],
    outputs: [['a', 0, 0]],
  };

  test('of Keras 3 and of Keras 2 becomes the same graph', () => {
    const ofKeras3 = [inputLayer('image'), dense('a', { args: [tensor('image')], kwargs: {} })];
    const ofKeras2 = [inputLayer('image'), dense('a', [['image', 0, 0, {}]])];
    for (const layers of [ofKeras3, ofKeras2])
      expect(graph(translate(model('m', layers, 'image', ['a', 0, 0])))).toEqual(expected);
    // Keras 3 writes one tensor as it is, several in a list.
    const single = model('m', ofKeras3, 'image', ['a', 0, 0]);
    const flat = {
      ...single,
      config: { ...single.config, input_layers: ['image', 0, 0], output_layers: ['a', 0, 0] },
    };
    expect(graph(translate(flat))).toEqual(expected);
  });

  test('finds tensors in lists in arguments', () => {
    const add = {
      ...{ class_name: 'Add', name: 'add', config: { name: 'add' } },
      inbound_nodes: [{ args: [[tensor('image'), tensor('a')]], kwargs: { mask: null } }],
    };
    const layers = [inputLayer('image'), dense('a', { args: [tensor('image')], kwargs: {} }), add];
    expect(graph(translate(model('m', layers, 'image', ['add', 0, 0]))).layers.add).toEqual([
      [
        ['image', 0, 0, {}],
        ['a', 0, 0, {}],
      ],
    ]);
  });

  test('with a model inside counts the uses of that from one, as TensorFlow.js does', () => {
    const inside = model('part', [inputLayer('i'), dense('d', { args: [tensor('i')], kwargs: {} })], 'i', [
      'd',
      0,
      0,
    ]);
    const twice = {
      ...{ ...inside, name: 'part' },
      inbound_nodes: [
        { args: [tensor('image')], kwargs: {} },
        { args: [tensor('part')], kwargs: {} },
      ],
    };
    const found = graph(translate(model('m', [inputLayer('image'), twice], 'image', ['part', 1, 0])));
    expect(found.layers.part).toEqual([[['image', 0, 0, {}]], [['part', 1, 0, {}]]]);
    expect(found.outputs).toEqual([['part', 2, 0]]);
  });

  test('puts three layers in the place of a normalisation over another axis, and what follows takes the last', () => {
    const norm = {
      ...{ class_name: 'BatchNormalization', name: 'bn', config: { name: 'bn', axis: 1 } },
      inbound_nodes: [{ args: [tensor('image')], kwargs: {} }],
    };
    const layers = [inputLayer('image'), norm, dense('a', { args: [tensor('bn')], kwargs: {} })];
    const translated = translate(model('m', layers, 'image', ['a', 0, 0]), { ranks: new Map([['bn', 4]]) });
    expect(graph(translated).layers).toEqual({
      image: [],
      bn_to_last: [[['image', 0, 0, {}]]],
      bn: [[['bn_to_last', 0, 0, {}]]],
      bn_from_last: [[['bn', 0, 0, {}]]],
      a: [[['bn_from_last', 0, 0, {}]]],
    });
  });

  test('refuses layers that are called with more than tensors, by name', () => {
    const called = (kwargs: object) =>
      model('m', [inputLayer('image'), dense('a', { args: [tensor('image')], kwargs })], 'image', [
        'a',
        0,
        0,
      ]);
    expect(() => translate(called({ training: true }))).toThrow(
      'test: layers must be used as in prediction, got a with training true. Build the model anew and load the weights into it (loadKerasWeights).',
    );
    expect(() => translate(called({ training: false, mask: null }))).not.toThrow();
    const older = model(
      'm',
      [inputLayer('image'), dense('a', [['image', 0, 0, { training: true }]])],
      'image',
      ['a', 0, 0],
    );
    expect(() => translate(older)).toThrow('got a with training true');
  });
});

describe('a sequential model', () => {
  const first = { class_name: 'Dense', config: { name: 'a', units: 2 } };

  test('of a list, as until Keras 2.2.3, or of an object is the same', () => {
    const [shaped] = [{ ...first, config: { ...first.config, batch_input_shape: [null, 2] } }];
    const layers = [{ class_name: 'Dense', config: { ...shaped.config } }];
    expect(translate({ class_name: 'Sequential', config: [shaped] })).toEqual({
      ...{ class_name: 'Sequential', config: { layers } },
    });
    expect(translate({ class_name: 'Sequential', config: { name: 's', layers: [shaped] } })).toEqual({
      ...{ class_name: 'Sequential', config: { name: 's', layers } },
    });
  });

  test('gets the shape it was built with where no layer tells it', () => {
    const config = { name: 's', layers: [first], build_input_shape: [null, 7] };
    const { layers } = translate({ class_name: 'Sequential', config }).config as {
      layers: { config: object }[];
    };
    expect(layers[0]!.config).toMatchObject({ batch_input_shape: [null, 7] });
  });

  test('without layers or without a shape is refused', () => {
    expect(() => translate({ class_name: 'Sequential', config: { name: 's', layers: [] } })).toThrow(
      'test: a Sequential model must have layers, got none ("s"). Build it before it is saved.',
    );
    expect(() => translate({ class_name: 'Sequential', config: { name: 's', layers: [first] } })).toThrow(
      'test: a Sequential model must know its input, got "s" without. Build it before it is saved.',
    );
  });
});

test('a model whose layers are Python code is refused by its class', () => {
  for (const config of [
    { class_name: 'MyModel', config: {} },
    { class_name: 'Functional', config: { name: 'm' } },
    { class_name: 'Model', config: { layers: [] }, registered_name: 'mine>Model' },
  ])
    expect(() => translate(config)).toThrow(
      `test: the model must be Functional or Sequential, got ${config.class_name}, whose layers are defined in Python code. Build it anew`,
    );
});
