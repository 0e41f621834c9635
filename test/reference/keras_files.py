"""Files of Keras and what Keras predicts from them, for test/keras.

Run by hand where Keras is: python3 -m venv venv && venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
venv/bin/python test/reference/keras_files.py

Files of Keras 3 are written by Keras itself. Those of Keras 1 and 2 are laid out with h5py as these versions wrote
them (keras/engine/saving.py of 2.1.5, keras/engine/topology.py of 1.2.2, keras/saving/saving_lib.py of 2.15.0) from the
same weights, so that the predictions of Keras 3 hold for them too.
"""

import base64
import io
import json
import os
import tempfile
import zipfile
import zlib
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import h5py
import keras
import numpy as np
import tensorflow
from keras import layers as L

rng = np.random.default_rng(20)


def coarse(*shape):
    """Numbers that are short as text."""
    return rng.integers(-16, 17, size=shape).astype("float32") / 8


def randomize(model):
    """Weights that tell every mistake: nothing is 0 or 1, variances are positive."""
    for layer in model._flatten_layers():
        for weight in layer._trainable_variables + layer._non_trainable_variables:
            if "seed" in weight.name:
                continue
            values = rng.normal(0, 0.4, size=weight.shape).astype("float32")
            if "variance" in weight.name:
                values = 0.5 + np.abs(values)
            if weight.name == "gamma":
                values = 1 + 0.3 * values
            weight.assign(values)
    return model


def packed(data):
    return base64.b64encode(zlib.compress(data, 9)).decode()


def saved(model, ending):
    """The bytes of model.save, or of save_weights where the ending says so."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("model" + ending)
        model.save_weights(path) if ending == ".weights.h5" else model.save(path)
        return path.read_bytes()


def rounded(values):
    return [float(f"{x:.7g}") for x in np.asarray(values, "float64").ravel()]


def predictions(model, inputs):
    given = [x if isinstance(x, np.ndarray) else coarse(3, *x.shape[1:]) for x in inputs]
    outputs = model(given[0] if len(given) == 1 else given, training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return {
        "inputs": [{"shape": list(x.shape), "data": rounded(x)} for x in given],
        "outputs": [{"shape": list(y.shape), "data": rounded(y)} for y in outputs],
    }


def hdf5(write):
    data = io.BytesIO()
    with h5py.File(data, "w") as file:
        write(file)
    return data.getvalue()


# ---------------------------------------------------------------- a small U-Net, as each version saved it

def conv(filters, size=3, **words):
    return L.Conv2D(filters, size, padding="same", **words)


def small_unet():
    x = image = L.Input((8, 8, 1), name="image")
    x = conv(2, name="conv2d_1")(x)
    x = L.BatchNormalization(name="batch_normalization_1")(x)
    skip = L.LeakyReLU(negative_slope=0.3, name="leaky_re_lu_1")(x)
    x = L.MaxPooling2D(2, name="max_pooling2d_1")(skip)
    x = conv(3, use_bias=False, name="conv2d_2")(x)
    x = L.BatchNormalization(scale=False, name="batch_normalization_2")(x)
    x = L.Activation("relu", name="activation_1")(x)
    x = L.Conv2DTranspose(2, 2, strides=2, padding="same", name="conv2d_transpose_1")(x)
    x = L.Concatenate(name="concatenate_1")([x, skip])
    x = conv(1, 1, activation="sigmoid", name="conv2d_3")(x)
    return randomize(keras.Model(image, x, name="small_unet"))


unet = small_unet()


def legacy_weights(group, names, strings=None, chunks=None):
    """layer_names and weight_names as in keras/engine/saving.py; fixed strings as h5py makes them of bytes."""
    texts = [layer.name.encode() for layer in unet.layers]
    group.attrs["layer_names"] = texts
    for layer in unet.layers:
        own = group.create_group(layer.name)
        pairs = [(names(layer, w), w.numpy()) for w in layer.weights]
        encoded = [name.encode() for name, _ in pairs]
        if chunks:
            for i in range(0, len(encoded), chunks):
                own.attrs[f"weight_names{i // chunks}"] = encoded[i : i + chunks]
            if not encoded:
                own.attrs["weight_names"] = encoded
        else:
            own.attrs["weight_names"] = strings(encoded) if strings and encoded else encoded
        for name, value in pairs:
            own.create_dataset(name, data=value)


def keras_2_config(style):
    """The configuration as Keras 2 had it: batch_input_shape, nodes as lists, alpha, axis as a number or a list."""
    tf = style == "tf.keras"
    layers = []
    for layer in unet.layers:
        old = json.loads(json.dumps(layer.get_config()))
        old.pop("batch_shape", None)
        old.pop("optional", None)
        old.pop("dtype", None)
        if tf:
            old["dtype"] = "float32"
        for key in [k for k in old if k.endswith("_initializer")]:
            old[key] = {"class_name": old[key]["class_name"], "config": {"seed": None} if "Glorot" in str(old[key]) else {}}
        kind = type(layer).__name__
        if kind == "InputLayer":
            old = {"batch_input_shape": [None, 8, 8, 1], "dtype": "float32", "sparse": False, "name": layer.name}
        if kind == "LeakyReLU":
            slope = old.pop("negative_slope")
            old["alpha"] = slope if tf else {"type": "ndarray", "value": slope}
        if kind == "BatchNormalization":
            for key in ["synchronized", "renorm", "renorm_clipping", "renorm_momentum"]:
                old.pop(key, None)
            old["axis"] = [3] if tf else -1
        if kind in ("Conv2D", "Conv2DTranspose") and not tf:
            old.pop("groups", None)
        node = [[[t._keras_history.operation.name, 0, 0, {}] for t in layer._inbound_nodes[0].input_tensors]]
        layers.append({"name": layer.name, "class_name": kind, "config": old,
                       "inbound_nodes": [] if kind == "InputLayer" else node})
    return {
        "class_name": "Functional" if tf else "Model",
        "config": {"name": "small_unet", "layers": layers, "input_layers": [["image", 0, 0]],
                   "output_layers": [["conv2d_3", 0, 0]]},
    }


def channels_first_config():
    """The same model on images [channels, height, width]."""
    config = keras_2_config("keras")
    for layer in config["config"]["layers"]:
        own = layer["config"]
        if "batch_input_shape" in own:
            own["batch_input_shape"] = [None, 1, 8, 8]
        if "data_format" in own:
            own["data_format"] = "channels_first"
        if "axis" in own:
            own["axis"] = 1
    return config


def channels_first_model(file):
    keras_2_model(file)
    file.attrs["model_config"] = json.dumps(channels_first_config()).encode()


def keras_2_model(file):
    file.attrs["keras_version"] = b"2.1.5"
    file.attrs["backend"] = b"tensorflow"
    file.attrs["model_config"] = json.dumps(keras_2_config("keras")).encode()
    group = file.create_group("model_weights")
    group.attrs["keras_version"] = b"2.1.5"
    group.attrs["backend"] = b"tensorflow"
    legacy_weights(group, lambda layer, w: f"{layer.name}/{w.name}:0")
    optimizer = file.create_group("optimizer_weights")
    optimizer.attrs["weight_names"] = [b"Adam/iterations:0"]


def tf_keras_model(file):
    file.attrs["keras_version"] = "2.15.0"
    file.attrs["model_config"] = json.dumps(keras_2_config("tf.keras"))
    group = file.create_group("model_weights")
    group.attrs["keras_version"] = "2.15.0"
    group.attrs["backend"] = "tensorflow"
    legacy_weights(group, lambda layer, w: f"{layer.name}/{w.name}:0",
                   strings=lambda texts: np.array([t.decode() for t in texts], dtype=h5py.string_dtype()))
    group.create_group("top_level_model_weights").attrs["weight_names"] = np.array([], "float64")


def theano_weights(file):
    file.attrs["keras_version"] = b"2.0.8"
    file.attrs["backend"] = b"theano"
    legacy_weights(file, lambda layer, w: f"{layer.name}/{w.name}")
    for layer in unet.layers:
        if "conv" in layer.name:
            data = file[f"{layer.name}/{layer.name}/kernel"]
            data[...] = data[...][::-1, ::-1]


def keras_1_name(layer, w):
    short = {"kernel": "W", "bias": "b", "moving_mean": "running_mean", "moving_variance": "running_std"}
    return f"{layer.name}_{short.get(w.name, w.name)}"


def keras_1_model(file):
    """Keras 1.2.2: other words for everything, the version beside the weights, kernels of deconvolutions swapped."""
    def node(*names):
        return [[[name, 0, 0] for name in names]]

    def convolution(name, filters, size, below, kind="Convolution2D", **more):
        config = {"name": name, "trainable": True, "nb_filter": filters, "nb_row": size, "nb_col": size,
                  "init": "glorot_uniform", "activation": "linear", "border_mode": "same", "subsample": [1, 1],
                  "dim_ordering": "tf", "W_regularizer": None, "b_regularizer": None, "activity_regularizer": None,
                  "W_constraint": None, "b_constraint": None, "bias": True, **more}
        return {"class_name": kind, "name": name, "config": config, "inbound_nodes": node(below)}

    def plain(kind, name, config, *below):
        return {"class_name": kind, "name": name, "config": {"name": name, "trainable": True, **config},
                "inbound_nodes": node(*below)}

    norm = {"epsilon": 0.001, "mode": 0, "axis": -1, "gamma_regularizer": None, "beta_regularizer": None, "momentum": 0.99}
    merge = {"mode": "concat", "mode_type": "raw", "concat_axis": -1, "dot_axes": -1, "output_shape": None,
             "output_shape_type": "raw", "output_mask": None, "output_mask_type": "raw", "arguments": {}}
    pool = {"pool_size": [2, 2], "border_mode": "valid", "strides": [2, 2], "dim_ordering": "tf"}
    config = {"name": "small_unet", "input_layers": [["image", 0, 0]], "output_layers": [["conv2d_3", 0, 0]], "layers": [
        {"class_name": "InputLayer", "name": "image", "inbound_nodes": [], "config":
            {"batch_input_shape": [None, 8, 8, 1], "input_dtype": "float32", "sparse": False, "name": "image"}},
        convolution("conv2d_1", 2, 3, "image"),
        plain("BatchNormalization", "batch_normalization_1", norm, "conv2d_1"),
        plain("LeakyReLU", "leaky_re_lu_1", {"alpha": 0.3}, "batch_normalization_1"),
        plain("MaxPooling2D", "max_pooling2d_1", pool, "leaky_re_lu_1"),
        convolution("conv2d_2", 3, 3, "max_pooling2d_1", bias=False),
        plain("BatchNormalization", "batch_normalization_2", norm, "conv2d_2"),
        plain("Activation", "activation_1", {"activation": "relu"}, "batch_normalization_2"),
        convolution("conv2d_transpose_1", 2, 2, "activation_1", kind="Deconvolution2D", subsample=[2, 2],
                    output_shape=[None, 8, 8, 2]),
        plain("Merge", "concatenate_1", merge, "conv2d_transpose_1", "leaky_re_lu_1"),
        convolution("conv2d_3", 1, 1, "concatenate_1", activation="sigmoid"),
    ]}
    file.attrs["keras_version"] = b"1.2.2"
    file.attrs["model_config"] = json.dumps({"class_name": "Model", "config": config}).encode()
    group = file.create_group("model_weights")
    legacy_weights(group, keras_1_name)
    kernel = group["conv2d_transpose_1"]
    swapped = np.swapaxes(kernel["conv2d_transpose_1_W"][...], 2, 3)
    del kernel["conv2d_transpose_1_W"]
    kernel.create_dataset("conv2d_transpose_1_W", data=swapped)
    # BN of Keras 1 always has a scale.
    bn = group["batch_normalization_2"]
    bn.create_dataset("batch_normalization_2_gamma", data=np.ones(3, "float32"))
    bn.attrs["weight_names"] = [b"batch_normalization_2_" + part for part in [b"gamma", b"beta", b"running_mean", b"running_std"]]


def keras_215_archive():
    """Keras 2.15: an archive as of Keras 3, with nodes as lists and without the names of layers in the weights."""
    config = keras_2_config("tf.keras")
    for layer in config["config"]["layers"]:
        layer.update(module="keras.layers", registered_name=None, build_config={"input_shape": [None, 8, 8, 1]})
        for key, value in layer["config"].items():
            if key.endswith("_initializer"):
                value.update(module="keras.initializers", registered_name=None)
    config.update(module="keras.src.engine.functional", registered_name="Functional")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "2.15.0", "date_saved": "2024-01-01@00:00:00"}))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", anonymous(saved(unet, ".weights.h5")))
    return data.getvalue()


def anonymous(data, word="layers"):
    """A .weights.h5 as Keras 3.0 wrote it: without the names of layers; 2.13 had another word for layers."""
    given = h5py.File(io.BytesIO(data), "r")

    def write(file):
        def copy(name, item):
            if isinstance(item, h5py.Dataset):
                file.create_dataset(name.replace("layers", word), data=item[...])
        given.visititems(copy)
    return hdf5(write)


# ---------------------------------------------------------------- models in models

def nested():
    shared = keras.Sequential([L.Input((6, 6, 1)), conv(2, name="conv"), L.BatchNormalization(name="norm")], name="encoder_a")
    other_in = L.Input((6, 6, 1), name="other_in")
    h = conv(2, name="conv")(other_in)
    h = L.BatchNormalization(name="norm")(h)
    deep = keras.Sequential([L.Input((6, 6, 2)), conv(3, name="inner_conv", activation="relu")], name="deep")
    other = keras.Model(other_in, deep(h), name="encoder_b")
    left, right = L.Input((6, 6, 1), name="left"), L.Input((6, 6, 1), name="right")
    joined = L.Concatenate(name="join")([shared(left), shared(right), other(left)])
    y = L.Dense(2, activation="softmax", name="head")(L.GlobalAveragePooling2D(name="pool")(joined))
    model = randomize(keras.Model([left, right], y, name="nested"))
    shared.get_layer("conv").trainable = False
    other.trainable = False
    return model


# ---------------------------------------------------------------- every layer

def every_layer():
    image, row = L.Input((5, 6, 2), name="image"), L.Input((6, 4), name="row")
    volume, word = L.Input((4, 4, 4, 1), name="volume"), L.Input((4,), dtype="int32", name="word")
    on_image = [
        L.Activation("tanh"), L.AveragePooling2D(2, padding="same"), L.BatchNormalization(), L.BatchNormalization(axis=1),
        L.BatchNormalization(axis=2, scale=False), L.BatchNormalization(center=False, epsilon=0.01),
        L.Conv2D(3, 3, strides=2, padding="same", activation="relu"),
        L.Conv2D(2, (3, 2), dilation_rate=2, padding="same", use_bias=False),
        L.Conv2DTranspose(2, 3, strides=2, padding="same"), L.Conv2DTranspose(2, 2, strides=2, activation="elu"),
        L.Cropping2D(((1, 0), (2, 1))), L.DepthwiseConv2D(3, depth_multiplier=2, padding="same"), L.Dropout(0.5),
        L.ELU(), L.Flatten(), L.GaussianDropout(0.5), L.GaussianNoise(0.5), L.AlphaDropout(0.5),
        L.GlobalAveragePooling2D(), L.GlobalMaxPooling2D(), L.LayerNormalization(), L.LayerNormalization(axis=[1, 2, 3]),
        L.LeakyReLU(negative_slope=0.1), L.MaxPooling2D(2), L.MaxPooling2D(3, strides=2, padding="same"),
        L.PReLU(), L.PReLU(shared_axes=[1, 2]), L.Permute((3, 1, 2)), L.ReLU(max_value=1), L.Rescaling(0.5, offset=-1),
        L.Reshape((6, -1)), L.SeparableConv2D(3, 3, depth_multiplier=2, padding="same", activation="silu"), L.Softmax(),
        L.Softmax(axis=3), L.SpatialDropout2D(0.5), L.UpSampling2D((2, 3)), L.ZeroPadding2D(((1, 2), (0, 1))),
    ]
    activations = ["elu", "gelu", "linear", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softmax",
                   "softplus", "softsign", "tanh"]
    on_image += [L.Dense(2, activation=name, name=f"dense_{name}") for name in activations]
    on_row = [
        L.AveragePooling1D(2), L.Bidirectional(L.LSTM(2)), L.Bidirectional(L.GRU(2, reset_after=False, return_sequences=True), merge_mode="sum"),
        L.Conv1D(2, 3, dilation_rate=2), L.Conv1D(2, 3, padding="same", strides=2), L.GRU(2, reset_after=False),
        L.GlobalAveragePooling1D(), L.GlobalMaxPooling1D(), L.LSTM(3, return_sequences=True), L.LSTM(2, go_backwards=True),
        L.MaxPooling1D(3, padding="same"), L.SimpleRNN(2), L.SpatialDropout1D(0.5), L.TimeDistributed(L.Dense(2)),
    ]
    on_volume = [L.AveragePooling3D(2), L.Conv3D(2, 2, padding="same"), L.Conv3DTranspose(2, 2, strides=2), L.MaxPooling3D(2)]
    outputs = [layer(image) for layer in on_image] + [layer(row) for layer in on_row] + [layer(volume) for layer in on_volume]
    twice = L.Conv2D(2, 1, name="twice")(image)
    outputs += [merge([image, twice]) for merge in [L.Add(), L.Average(), L.Concatenate(axis=1), L.Maximum(), L.Minimum(), L.Multiply()]]
    vector = L.Dense(4, name="to_vector")(row)
    flat = L.GlobalAveragePooling1D(name="flat")(vector)
    outputs += [L.Dot(axes=2)([row, vector]), L.RepeatVector(2)(flat), L.Embedding(7, 3)(word)]
    model = randomize(keras.Model([image, row, volume, word], outputs, name="every_layer"))
    inputs = [coarse(2, 5, 6, 2), coarse(2, 6, 4), coarse(2, 4, 4, 4, 1), rng.integers(0, 7, size=(2, 4)).astype("int32")]
    names = [y._keras_history.operation.name for y in outputs]
    return model, inputs, names


def masked():
    """In a graph, Keras 3 writes the mask as an operation."""
    model = keras.Sequential([L.Input((6, 4)), L.Masking(0.0), L.LSTM(2), L.Dense(1)], name="masked")
    sequence = coarse(2, 6, 4)
    sequence[0, 4:] = 0
    return randomize(model), [sequence]


def orders():
    """The layers with weights of the backbones in the order of their files, with the shapes of their weights."""
    made = {
        "vgg16": keras.applications.VGG16, "resnet50": keras.applications.ResNet50,
        "inceptionResnetV2": keras.applications.InceptionResNetV2,
    }
    result = {}
    for name, make in made.items():
        keras.backend.clear_session()
        model = make(weights=None, include_top=False)
        result[name] = [[layer.name, [list(w.shape) for w in layer.weights]] for layer in model.layers if layer.weights]
    return result


def notop(file):
    """The layout of vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5: no versions, names of Keras 1 with a number."""
    names = [b"input_1", b"block1_conv1", b"block1_conv2", b"block1_pool"]
    file.attrs["layer_names"] = names
    for name, channels in [("block1_conv1", 3), ("block1_conv2", 64)]:
        group = file.create_group(name)
        group.attrs["weight_names"] = [f"{name}_W_1:0".encode(), f"{name}_b_1:0".encode()]
        group.create_dataset(f"{name}_W_1:0", data=np.full((3, 3, channels, 64), channels, "float32"))
        group.create_dataset(f"{name}_b_1:0", data=np.arange(64, dtype="float32"))
    for name in ["input_1", "block1_pool"]:
        file.create_group(name).attrs["weight_names"] = []


def half(dtype):
    model = keras.Sequential([L.Input((4,)), L.Dense(3, activation="tanh", dtype=dtype, name="half")], name="halves")
    return randomize(model)


def bilinear(interpolation):
    return keras.Sequential([L.Input((4, 4, 1)), L.UpSampling2D(2, interpolation=interpolation, name="up")], name="up_model")


def main():
    unet_predictions = predictions(unet, unet.inputs)
    files = {
        "unet, Keras 3, .keras": saved(unet, ".keras"),
        "unet, Keras 3, .weights.h5": saved(unet, ".weights.h5"),
        "unet, Keras 3, .h5": saved(unet, ".h5"),
        "unet, Keras 3.0, .weights.h5": anonymous(saved(unet, ".weights.h5")),
        "unet, Keras 2.13, .weights.h5": anonymous(saved(unet, ".weights.h5"), "_layer_checkpoint_dependencies"),
        "unet, Keras 2.15, .keras": keras_215_archive(),
        "unet, tf.keras 2.15, .h5": hdf5(tf_keras_model),
        "unet, Keras 2.1.5, .h5": hdf5(keras_2_model),
        "unet, Keras 2.1.5, save_weights": hdf5(lambda file: legacy_weights(file, lambda layer, w: f"{layer.name}/{w.name}:0", chunks=1)),
        "unet, Keras 2.0.8 on Theano, save_weights": hdf5(theano_weights),
        "channels first, Keras 2.1.5, .h5": hdf5(channels_first_model),
        "unet, Keras 1.2.2, .h5": hdf5(keras_1_model),
        "notop": hdf5(notop),
        "bilinear": saved(bilinear("bilinear"), ".keras"),
    }
    first = {part: [{"shape": [x["shape"][i] for i in [0, 3, 1, 2]],
                     "data": rounded(np.moveaxis(np.reshape(x["data"], x["shape"]), 3, 1))} for x in numbers]
             for part, numbers in unet_predictions.items()}
    cases = {"unet": unet_predictions, "channels first": first}
    model = nested()
    cases["nested"] = predictions(model, model.inputs)
    for ending in [".keras", ".weights.h5", ".h5"]:
        files[f"nested, Keras 3, {ending}"] = saved(model, ending)
    model, inputs, names = every_layer()
    files["every layer"] = saved(model, ".keras")
    cases["every layer"] = {**predictions(model, inputs), "names": names}
    model, inputs = masked()
    files["masked"] = saved(model, ".keras")
    cases["masked"] = predictions(model, inputs)
    for dtype in ["float16", "bfloat16", "mixed_float16"]:
        model = half(dtype)
        files[f"{dtype}, Keras 3, .keras"] = saved(model, ".keras")
        exact = half("float32")
        exact.set_weights([np.asarray(keras.ops.cast(w, "float32")) for w in model.weights])
        cases[dtype] = predictions(exact, exact.inputs)
    result = {
        "origin": "test/reference/keras_files.py",
        "versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "h5py": h5py.__version__},
        "orders": orders(),
        "cases": cases,
        "files": {name: packed(data) for name, data in files.items()},
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
    for name, data in files.items():
        print(f"{name}: {len(data)} bytes, {len(result['files'][name])} packed")


main()
