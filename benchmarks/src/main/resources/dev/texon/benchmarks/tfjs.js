"use strict";

// The workloads of Workloads.java by TensorFlow.js. A workload has one or more ways, of which Java times all and takes the fastest.

/** Weights of a layer: in Java's order number i, here at to(i). */
function weights(layer, count, fanIn, relu, to) {
  const bound = Math.fround(Math.sqrt((relu ? 6 : 3) / fanIn));
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    numbers[to(i)] = bound * value(LAYERS + layer, i);
  }
  return numbers;
}

/** Java: units × inputs; here: inputs × units. */
function denseWeights(layer, inputs, units, relu) {
  return tf.tensor2d(
    weights(layer, inputs * units, inputs, relu, (i) => (i % inputs) * units + Math.floor(i / inputs)),
    [inputs, units],
  );
}

/** Java: filters × taps × channels; here: taps × channels × filters. */
function convWeights(layer, side, channels, filters, relu) {
  const fanIn = side * side * channels;
  return tf.tensor4d(
    weights(layer, filters * fanIn, fanIn, relu, (i) => (i % fanIn) * filters + Math.floor(i / fanIn)),
    [side, side, channels, filters],
  );
}

/** Java: channels × taps; here: taps × channels. */
function depthwiseWeights(layer, channels) {
  return tf.tensor4d(weights(layer, 9 * channels, 9, true, (i) => (i % 9) * channels + Math.floor(i / 9)), [
    3,
    3,
    channels,
    1,
  ]);
}

// ---- Reading

const later = { name: "data()", read: (tensor) => tensor.data() };
const now = { name: "dataSync()", read: (tensor) => tensor.dataSync() };

async function readOne(tensor) {
  const one = tf.tidy(() => tensor.reshape([-1]).slice(0, 1));
  await one.data();
  one.dispose();
}

async function readEnds(tensor, count) {
  const flat = tensor.reshape([-1]);
  const ends = [flat.slice(0, count), flat.slice(flat.size - count, count)];
  const numbers = [...(await ends[0].data()), ...(await ends[1].data())];
  tf.dispose([flat, ...ends]);
  return numbers;
}

// ---- Ways

/** What it is to compute one output again and again. The last two live, so that textures take turns, as Texon's do. */
function repeated(name, compute, flags = {}) {
  return {
    name,
    flags,
    compute,
    async run(times) {
      let before;
      let last;
      for (let i = 0; i < times; i++) {
        tf.dispose(before);
        before = last;
        last = tf.tidy(compute);
      }
      await readOne(last);
      tf.dispose([before, last]);
    },
  };
}

/** The two ways to convolve, of one name and another. */
function convolved(make) {
  return [make("", { WEBGL_EXP_CONV: false }), make("WEBGL_EXP_CONV", { WEBGL_EXP_CONV: true })];
}

/** The two ways to wait for data(): by the browser's timers, or by messages as well. */
function waited(settings) {
  return settings.flatMap(({ name, flags }) => [
    { name, flags: { ...flags, USE_SETTIMEOUTCUSTOM: false } },
    { name: joined(name, "USE_SETTIMEOUTCUSTOM"), flags: { ...flags, USE_SETTIMEOUTCUSTOM: true } },
  ]);
}

const joined = (...names) => names.filter((name) => name).join(", ");

// ---- Workloads: each gives ways, with run(times) and result(), and what is to be disposed in the end

const workloads = {
  matmul({ side }) {
    const a = tf.tensor2d(values(INPUT, side * side), [side, side]);
    const b = denseWeights(0, side, side, false);
    const way = repeated("", () => tf.matMul(a, b));
    way.result = () => samples(way.compute, side);
    return { ways: [way], keep: [a, b] };
  },

  conv({ batch }) {
    const x = tf.tensor4d(values(INPUT, batch * 28 * 28 * 16), [batch, 28, 28, 16]);
    const w = convWeights(0, 3, 16, 32, false);
    const ways = convolved((name, flags) => {
      const way = repeated(name, () => tf.conv2d(x, w, 1, "same"), flags);
      way.result = () => samples(way.compute, batch);
      return way;
    });
    return { ways, keep: [x, w] };
  },

  elementwise({ side, pairs, compared }) {
    const x = tf.tensor2d(values(INPUT, side * side), [side, side]);
    const summand = tf.tensor2d(values(SUMMAND, side * side), [side, side]);
    const way = repeated("", () => {
      let y = x;
      for (let i = 0; i < pairs; i++) {
        const rectified = tf.relu(y);
        if (y !== x) {
          y.dispose();
        }
        y = tf.add(rectified, summand);
        rectified.dispose();
      }
      return y;
    });
    way.result = async () => {
      const y = tf.tidy(way.compute);
      const ends = await readEnds(y, compared);
      y.dispose();
      return ends;
    };
    return { ways: [way], keep: [x, summand] };
  },

  tiny({ side, passes, targets }) {
    if (targets === "ONE") {
      // Every operation has a new tensor.
      return { ways: [], keep: [] };
    }
    const source = tf.tensor3d(Float32Array.from({ length: 4 * side * side }, (_, i) => i), [side, side, 4]);
    const one = tf.scalar(1);
    const ways = [later, now].map(({ name, read }) => {
      const result = async () => {
        let y = source;
        for (let i = 0; i < passes; i++) {
          const next = tf.add(y, one);
          if (y !== source) {
            y.dispose();
          }
          y = next;
        }
        const numbers = [...(await read(y))];
        y.dispose();
        return numbers;
      };
      return {
        name,
        // Else tensors of up to 128 values are computed on the CPU.
        flags: { WEBGL_CPU_FORWARD: false },
        result,
        async run(times) {
          for (let i = 0; i < times; i++) {
            await result();
          }
        },
      };
    });
    return { ways, keep: [source, one] };
  },

  upload({ side, compared }) {
    const numbers = values(INPUT, side * side);
    const ways = [later, now].map(({ name, read }) => ({
      name,
      flags: {},
      async run(times) {
        for (let i = 0; i < times; i++) {
          // A tensor goes to the GPU when an operation needs it there.
          const tensor = tf.tensor1d(numbers);
          const texel = tensor.slice(0, 4);
          await read(texel);
          tf.dispose([tensor, texel]);
        }
      },
      async result() {
        const tensor = tf.tensor1d(numbers);
        const ends = await readEnds(tensor, compared);
        tensor.dispose();
        return ends;
      },
    }));
    return { ways, keep: [] };
  },

  readback({ side, compared }) {
    const x = tf.tensor2d(values(INPUT, side * side), [side, side]);
    const ways = [later, now].map(({ name, read }) => {
      const once = async () => {
        const y = tf.relu(x);
        const numbers = await read(y);
        y.dispose();
        return numbers;
      };
      return {
        name,
        flags: {},
        async run(times) {
          for (let i = 0; i < times; i++) {
            await once();
          }
        },
        async result() {
          const numbers = await once();
          return [...numbers.slice(0, compared), ...numbers.slice(numbers.length - compared)];
        },
      };
    });
    return { ways, keep: [x] };
  },

  "step/mlp": ({ batch }) =>
    training(
      batch,
      [784],
      () => [denseWeights(1, 784, 128, true), tf.zeros([128]), denseWeights(2, 128, 10, false), tf.zeros([10])],
      (x, [w1, b1, w2, b2]) =>
        tf.add(tf.matMul(tf.fused.matMul({ a: x, b: w1, bias: b1, activation: "relu" }), w2), b2),
      () => [
        tf.layers.dense({ inputShape: [784], units: 128, activation: "relu" }),
        tf.layers.dense({ units: 10 }),
      ],
      [{ name: "", flags: {} }],
    ),

  "step/cnn": ({ batch }) =>
    training(
      batch,
      [28, 28, 1],
      () => [
        convWeights(0, 3, 1, 8, true),
        tf.zeros([8]),
        convWeights(2, 3, 8, 16, true),
        tf.zeros([16]),
        denseWeights(5, 784, 10, false),
        tf.zeros([10]),
      ],
      (x, [w1, b1, w2, b2, w3, b3]) => {
        let y = tf.fused.conv2d({ x, filter: w1, strides: 1, pad: "same", bias: b1, activation: "relu" });
        y = tf.maxPool(y, 2, 2, "valid");
        y = tf.fused.conv2d({ x: y, filter: w2, strides: 1, pad: "same", bias: b2, activation: "relu" });
        y = tf.maxPool(y, 2, 2, "valid");
        return tf.add(tf.matMul(y.reshape([batch, 784]), w3), b3);
      },
      () => [
        tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, padding: "same", activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 10 }),
      ],
      convolved((name, flags) => ({ name, flags })),
    ),

  mobilenet({ blocks }) {
    const x = tf.tensor4d(values(INPUT, 128 * 128 * 3), [1, 128, 128, 3]);
    const { logits, keep } = mobileNet(blocks);
    const compute = () => tf.softmax(logits(x));
    const ways = [later, now].flatMap(({ name, read }) =>
      convolved((convolution, flags) => {
        const result = async () => {
          const y = tf.tidy(compute);
          const numbers = [...(await read(y))];
          y.dispose();
          return numbers;
        };
        return {
          name: joined(name, convolution),
          flags,
          result,
          async run(times) {
            for (let i = 0; i < times; i++) {
              await result();
            }
          },
        };
      }),
    );
    return { ways, keep: [x, ...keep] };
  },

  "web/mlp": (workload) => {
    const [w1, b1, w2, b2] = [denseWeights(1, 784, 128, true), tf.zeros([128]), denseWeights(2, 128, 10, false), tf.zeros([10])];
    const logits = (x) => {
      const y = tf.fused.matMul({ a: x.reshape([1, 784]), b: w1, bias: b1, activation: "relu" });
      return tf.fused.matMul({ a: y, b: w2, bias: b2 });
    };
    return prediction(workload, false, logits, [w1, b1, w2, b2], waited([{ name: "", flags: {} }]));
  },

  "web/cnn": (workload) => {
    const keep = [
      convWeights(0, 3, 1, 8, true),
      tf.zeros([8]),
      convWeights(2, 3, 8, 16, true),
      tf.zeros([16]),
      denseWeights(5, 784, 10, false),
      tf.zeros([10]),
    ];
    const [w1, b1, w2, b2, w3, b3] = keep;
    const logits = (x) => {
      let y = tf.fused.conv2d({ x, filter: w1, strides: 1, pad: "same", bias: b1, activation: "relu" });
      y = tf.maxPool(y, 2, 2, "valid");
      y = tf.fused.conv2d({ x: y, filter: w2, strides: 1, pad: "same", bias: b2, activation: "relu" });
      y = tf.maxPool(y, 2, 2, "valid");
      return tf.fused.matMul({ a: y.reshape([1, 784]), b: w3, bias: b3 });
    };
    return prediction(workload, false, logits, keep, waited(convolved((name, flags) => ({ name, flags }))));
  },

  "web/mobilenet": (workload) => {
    const { logits, keep } = mobileNet(workload.blocks);
    return prediction(workload, true, logits, keep, waited(convolved((name, flags) => ({ name, flags }))));
  },
};

/** MobileNet of a batch of one. */
function mobileNet(blocks) {
  const layers = [];
  let channels = 8;
  const first = { filter: convWeights(0, 3, 3, 8, true), bias: tf.zeros([8]) };
  blocks.forEach(([filters, stride], i) => {
    layers.push({
      stride,
      depthwise: depthwiseWeights(1 + 2 * i, channels),
      depthwiseBias: tf.zeros([channels]),
      filter: convWeights(2 + 2 * i, 1, channels, filters, true),
      bias: tf.zeros([filters]),
    });
    channels = filters;
  });
  const dense = denseWeights(2 + 2 * blocks.length, channels, 1000, false);
  const denseBias = tf.zeros([1000]);
  const same = { pad: 1, dimRoundingMode: "floor", activation: "relu" };
  const logits = (x) => {
    let y = tf.fused.conv2d({ x, ...first, strides: 2, ...same });
    for (const layer of layers) {
      y = tf.fused.depthwiseConv2d({
        x: y,
        filter: layer.depthwise,
        bias: layer.depthwiseBias,
        strides: layer.stride,
        ...same,
      });
      y = tf.fused.conv2d({ x: y, filter: layer.filter, bias: layer.bias, strides: 1, pad: 0, activation: "relu" });
    }
    y = tf.avgPool(y, 4, 4, "valid").reshape([1, channels]);
    return tf.fused.matMul({ a: y, b: dense, bias: denseBias });
  };
  const kept = layers.flatMap(({ depthwise, depthwiseBias, filter, bias }) => [depthwise, depthwiseBias, filter, bias]);
  return { logits, keep: [first.filter, first.bias, ...kept, dense, denseBias] };
}

/** From the pixels of an image to probabilities in JavaScript; signed samples are from -1 to 1, others from 0. */
function prediction(workload, signed, logits, keep, settings) {
  const image = picture(workload);
  const scale = tf.scalar(1 / (signed ? 127.5 : 255));
  const one = tf.scalar(1);
  const compute = () => {
    const x = tf.mul(tf.cast(tf.browser.fromPixels(image, workload.channels), "float32"), scale).expandDims();
    return tf.softmax(logits(signed ? tf.sub(x, one) : x));
  };
  const result = async () => {
    const y = tf.tidy(compute);
    const numbers = await y.data();
    y.dispose();
    return [...numbers];
  };
  const ways = settings.map(({ name, flags }) => ({
    name,
    flags,
    result,
    async run(times) {
      for (let i = 0; i < times; i++) {
        await result();
      }
    },
  }));
  return { ways, keep: [scale, one, ...keep] };
}

/** Two samples of a batch, as Forward.java takes them. */
async function samples(compute, batch) {
  const y = tf.tidy(compute);
  const flat = y.reshape([batch, -1]);
  const rows = [batch / 2 - 1, batch - 1].map((row) => flat.slice([row, 0], [1, -1]));
  const numbers = [...(await rows[0].data()), ...(await rows[1].data())];
  tf.dispose([y, flat, ...rows]);
  return numbers;
}

/** Training by tf.train.Optimizer.minimize and by tf.LayersModel.trainOnBatch, from mini-batches that lie on the GPU. */
function training(batch, shape, first, logits, layers, settings) {
  const size = shape.reduce((a, b) => a * b);
  const batches = Array.from({ length: 16 }, (_, n) => {
    const x = new Float32Array(batch * size);
    for (let i = 0; i < x.length; i++) {
      x[i] = octet(INPUT, n * x.length + i) / 255;
    }
    const y = new Float32Array(batch * 10);
    for (let i = 0; i < batch; i++) {
      y[i * 10 + (octet(LABELS, n * batch + i) % 10)] = 1;
    }
    return { x: tf.tensor(x, [batch, ...shape]), y: tf.tensor2d(y, [batch, 10]) };
  });
  const loss = (y, z) => tf.losses.softmaxCrossEntropy(y, z);
  const keep = [batches.map(({ x, y }) => [x, y])];
  const ways = settings.flatMap(({ name, flags }) => {
    const numbers = first();
    const variables = numbers.map((number) => tf.variable(number));
    const optimizer = tf.train.adam(1e-3);
    const model = tf.sequential({ layers: layers() });
    model.setWeights(numbers);
    model.compile({ optimizer: tf.train.adam(1e-3), loss });
    keep.push(numbers, variables, { dispose: () => optimizer.dispose() }, { dispose: () => model.dispose() });
    let turn = 0;
    const next = () => batches[turn++ % batches.length];
    const minimize = () => {
      const { x, y } = next();
      return optimizer.minimize(() => loss(y, logits(x, variables)), true, variables);
    };
    const trainOnBatch = () => {
      const { x, y } = next();
      return model.trainOnBatch(x, y);
    };
    return [
      {
        name: joined("minimize", name),
        flags,
        async run(times) {
          let cost;
          for (let i = 0; i < times; i++) {
            tf.dispose(cost);
            cost = minimize();
          }
          await cost.data();
          cost.dispose();
        },
        async result() {
          turn = 0;
          const cost = minimize();
          const numbers = [...(await cost.data())];
          cost.dispose();
          return numbers;
        },
      },
      {
        name: joined("trainOnBatch", name),
        flags,
        async run(times) {
          for (let i = 0; i < times; i++) {
            await trainOnBatch();
          }
        },
        async result() {
          turn = 0;
          return [await trainOnBatch()];
        },
      },
    ];
  });
  return { ways, keep };
}

// ---- What guest.js asks

const peer = {
  workloads,
  async start() {
    tf.env().set("PROD", true);
    await tf.setBackend("webgl");
    await tf.ready();
  },
  facts() {
    const gl = tf.backend().gpgpu.gl;
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    return {
      float32: tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED"),
      api: gl.getParameter(gl.VERSION),
      renderer: info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : gl.getParameter(gl.RENDERER),
      version: `TensorFlow.js ${tf.version.tfjs} in ${navigator.userAgent}`,
    };
  },
  take(way) {
    Object.entries(way.flags).forEach(([flag, setting]) => tf.env().set(flag, setting));
  },
  close(keep) {
    keep.flat(2).forEach((one) => one.dispose());
    tf.env().set("WEBGL_CPU_FORWARD", true);
    tf.env().set("WEBGL_EXP_CONV", false);
    tf.env().set("USE_SETTIMEOUTCUSTOM", false);
  },
};
