import { agreement, decoded, FIT_BITS, FLOAT, narrowed, Network, noise } from "./network.js";

const MAGIC = "TEXONNET";
const FILE_VERSION = 4;
const START = 16;
const BANDS = 4;

/** Numbers as java.util.Random makes them, so that samples are drawn in Java's order. */
class JavaRandom {
  constructor(seed) {
    this.state = BigInt.asUintN(48, seed ^ 0x5deece66dn);
  }

  next() {
    this.state = BigInt.asUintN(48, this.state * 0x5deece66dn + 0xbn);
    return Number(this.state >> 17n);
  }

  below(bound) {
    let bits = this.next();
    if ((bound & bound - 1) === 0) {
      return Number(BigInt(bound) * BigInt(bits) >> 31n);
    }
    let value = bits % bound;
    while (bits - value + bound - 1 >= 2 ** 31) {
      bits = this.next();
      value = bits % bound;
    }
    return value;
  }
}

/** How many parameters a rectangle has. */
function count({ kind, outputs, taps, inputs }) {
  return kind === "matrix" ? outputs * (taps * inputs + 1) : kind === "channels" ? outputs * (taps + 1) : 2 * outputs;
}

/** Where parameter i of a rectangle lies among the floats of the texture: see Block.java. */
function place({ width, bandHeight }, { kind, outputs, taps, inputs, x, y }, i) {
  let [band, row, column, component] = [0, 0, 0, 0];
  if (kind === "matrix") {
    const weights = outputs * taps * inputs;
    const groups = Math.ceil(inputs / 4);
    const output = i < weights ? Math.floor(i / inputs / taps) : i - weights;
    const input = i % inputs;
    band = output % BANDS;
    row = Math.floor(output / BANDS);
    column = i < weights ? Math.floor(i / inputs) % taps * groups + (input >> 2) : taps * groups;
    component = i < weights ? input & 3 : 0;
  } else {
    const weights = kind === "channels" ? outputs * taps : 0;
    const channel = kind === "vectors" ? i % outputs : i < weights ? Math.floor(i / taps) : i - weights;
    row = kind === "vectors" ? Math.floor(i / outputs) : channel >> 2;
    column = kind === "vectors" ? channel >> 2 : i < weights ? i % taps : taps;
    component = channel & 3;
  }
  return 4 * ((band * bandHeight + y + row) * width + x + column) + component;
}

/** Parameters in the order of a network file, of the texels of their texture. */
function parametersOf(layout, texels) {
  const numbers = [];
  for (const rectangle of layout.rectangles) {
    for (let i = 0; i < count(rectangle); i++) {
      numbers.push(texels[place(layout, rectangle, i)]);
    }
  }
  return Float32Array.from(numbers);
}

/** The reverse, where nothing is elsewhere. */
function texelsOf(layout, numbers) {
  const texels = new Float32Array(4 * BANDS * layout.width * layout.bandHeight);
  let from = 0;
  for (const rectangle of layout.rectangles) {
    for (let i = 0; i < count(rectangle); i++) {
      texels[place(layout, rectangle, i)] = numbers[from++];
    }
  }
  return texels;
}

async function floats(text) {
  return new Float32Array((await decoded(text)).buffer);
}

/** As in gzip and PNG. */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}

/**
 * The last layer of a network, trained on the GPU by the steps of Java's training. Samples are the outputs of the layers before it. What
 * it has learned is read from time to time, so that it goes on from there after a lost context.
 */
export class Trainer extends Network {
  /** Steps since the start. */
  steps = 0;
  /** Mean loss of the mini-batch before the last reading, and the share of its samples that were right; NaN before. */
  loss = NaN;
  accuracy = NaN;

  _samples = [];
  /** Texels of the parameters, and of what Adam remembers. */
  _state = null;
  _turn = 0;
  _epoch = 0;
  _step = 0;
  /** Samples of the last mini-batch. */
  _count = 0;
  _layout;

  /** @param layout where the parameters lie */
  constructor(data, layout) {
    super(data);
    this._layout = layout;
  }

  async _open(variant) {
    await super._open(variant);
    for (const name of ["steps", "snapshots"]) {
      this._frames[name] = [];
      for (const pieces of variant[name]) {
        const frames = [];
        for (const piece of pieces) {
          frames.push({ frame: await this._frameOf(piece), read: piece.read });
        }
        this._frames[name].push(frames);
      }
    }
    this._state ??= await this._beginning();
    this._restore(variant);
  }

  async _beginning() {
    const parameters = texelsOf(this._layout, await floats(this._data.initial));
    return [parameters, new Float32Array(parameters.length), new Float32Array(parameters.length)];
  }

  /** Everything that a new context lacks. */
  _restore(variant) {
    this.enter(this._session);
    this._turn = 0;
    [variant.weights, variant.moments, variant.roots].forEach((target, i) => this._fillFloats(target, this._state[i]));
    this._samples.forEach((sample, i) => this._fillSample(variant, i));
    this._fillLabels(variant);
    this._step = 0;
  }

  _fillFloats(target, numbers, x = 0, y = 0) {
    this._upload(target, target[4] === FLOAT ? numbers : Uint16Array.from(numbers, narrowed), x, y);
  }

  /** Samples lie side by side: as many texels as they take, four numbers each. */
  _fillSample(variant, i) {
    const [texture, width, , format, type] = variant.sheet0;
    const texels = Math.ceil(this._data.features / 4);
    const tileWidth = Math.min(texels, width);
    const tileHeight = Math.ceil(texels / tileWidth);
    const across = Math.floor(width / tileWidth);
    const numbers = new Float32Array(4 * tileWidth * tileHeight);
    numbers.set(this._samples[i].values);
    this._fillFloats(
      [texture, tileWidth, tileHeight, format, type],
      numbers, i % across * tileWidth, Math.floor(i / across) * tileHeight);
  }

  _fillNumbers(target, numbers) {
    const bytes = new Uint8Array(4 * target[1] * target[2]);
    numbers.forEach((number, i) => bytes.set([number & 255, number >> 8 & 255, number >> 16, 255], 4 * i));
    this._upload(target, bytes);
  }

  _fillLabels(variant) {
    this._fillNumbers(variant.labels, this._samples.map(({ label }) => label));
  }

  /** Samples are drawn in the order that Java's shuffling gives. */
  _shuffle(variant) {
    const order = this._samples.map((_, i) => i);
    const random = new JavaRandom(BigInt(this._data.seed) * 1000003n + BigInt(this._epoch));
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    this._fillNumbers(variant.order, order);
  }

  /** Samples of each class. */
  get counts() {
    const counts = Array(this._data.classes).fill(0);
    this._samples.forEach(({ label }) => counts[label]++);
    return counts;
  }

  /** @throws {Error} if there is no room */
  add(values, label) {
    return this._next(async () => {
      const { capacity } = this._data;
      if (this._samples.length === capacity) {
        throw new Error(`there is room for ${capacity} images`);
      }
      this._samples.push({ values, label });
      this._changed(this._samples.length - 1);
    });
  }

  /** Takes the last sample of a class away. */
  undo(label) {
    return this._next(async () => {
      const last = this._samples.map((sample) => sample.label).lastIndexOf(label);
      if (last >= 0) {
        this._samples.splice(last, 1);
        this._changed(last);
      }
    });
  }

  _changed(first) {
    this.enter(this._session);
    const variant = this._variant();
    for (let i = first; i < this._samples.length; i++) {
      this._fillSample(variant, i);
    }
    this._fillLabels(variant);
    this._step = 0;
  }

  /** Trains on so many mini-batches. */
  train(steps) {
    return this._next(async () => this._train(this._variant(), steps));
  }

  _train(variant, steps) {
    const { batch, rate } = this._data;
    // As Java's, which are 32-bit floats.
    const [beta1, beta2] = [this._data.beta1, this._data.beta2].map(Math.fround);
    const size = this._samples.length;
    this.enter(this._session);
    for (let i = 0; i < steps && size > 0; i++) {
      if (this._step === 0) {
        this._shuffle(variant);
      }
      const first = this._step * batch;
      this.steps++;
      this._set(variant, "first", first);
      this._set(variant, "size", size);
      this._count = Math.min(batch, size - first);
      this._set(variant, "count", this._count);
      this._set(variant, "scale", 1 / this._count);
      this._set(variant, "rate", rate);
      this._set(variant, "correction", 1 / (1 - beta1 ** this.steps), 1 / (1 - beta2 ** this.steps));
      for (const { frame } of this._frames.steps[this._turn]) {
        this._run(frame);
      }
      this._turn = 1 - this._turn;
      this._step++;
      if (first + batch >= size) {
        this._step = 0;
        this._epoch++;
      }
    }
  }

  /** Reads what has been learned: the texels of the parameters. */
  read() {
    return this._next(async () => {
      await this._readState();
      return this._state[0];
    });
  }

  async _readState() {
    const texels = [];
    this.enter(this._session);
    // It was recorded after a step: the textures have taken turns since.
    for (const { frame, read } of this._frames.snapshots[1 - this._turn]) {
      this._run(frame);
      if (read) {
        texels.push(this._texels(read, await this._read(read)));
      }
    }
    if (this._gl.isContextLost()) {
      throw new Error("the GPU was taken away");
    }
    const verdicts = texels.pop();
    this._state = texels;
    if (this.steps > 0) {
      const samples = Array.from({ length: this._count }, (_, i) => verdicts.subarray(4 * i, 4 * i + 4));
      this.loss = samples.reduce((sum, [loss]) => sum + loss, 0) / this._count;
      this.accuracy = samples.filter(([, largest, label]) => largest === label).length / this._count;
    }
  }

  /** Some steps on noise, and what Java made of it. Afterwards it is as it was. */
  async _compare(variant) {
    const { test, classes, features } = this._data;
    if (!test) {
      return { bits: null, fit: true };
    }
    const kept = [this._samples, this._state, this.steps, this._epoch];
    const bytes = noise(test.seed, test.samples * features);
    this._samples = Array.from({ length: test.samples }, (_, i) => ({
      values: Float32Array.from(bytes.subarray(i * features, (i + 1) * features), (byte) => byte / 256),
      label: i % classes,
    }));
    this._state = await this._beginning();
    this.steps = this._epoch = 0;
    this._restore(variant);
    this._train(variant, test.steps);
    await this._readState();
    await this._demandSoon();
    const bits = agreement(parametersOf(this._layout, this._state[0]), await floats(test.parameters));
    [this._samples, this._state, this.steps, this._epoch] = kept;
    this.loss = this.accuracy = NaN;
    this._restore(variant);
    return { bits, fit: bits >= (variant.storage === "float16" ? FIT_BITS / 2 : FIT_BITS) };
  }

  /** Begins anew with these parameters, in the order of a network file. */
  begin(numbers) {
    return this._next(async () => {
      const parameters = texelsOf(this._layout, numbers);
      this._state = [parameters, new Float32Array(parameters.length), new Float32Array(parameters.length)];
      this.steps = this._epoch = 0;
      this._restore(this._variant());
    });
  }
}

/** A network whose parameters are set from outside. */
export class Head extends Network {
  /** Sets all of them, given as the texels of their texture. */
  setParameters(texels) {
    return this._next(async () => {
      const { parameters } = this._variant();
      this.enter(this._session);
      this._upload(parameters, parameters[4] === FLOAT ? texels : Uint16Array.from(texels, narrowed));
      this.leave();
    });
  }
}

/** The numbers of a network that does not learn, in the order of a network file. */
async function numbersOfBody(body, file) {
  const counts = file.statistics.filter((number) => number > 0);
  // The last ones are those of the model: its parameters, and then the statistics of each layer that has some.
  const uploads = body._data.variants[0].setup.bulk.filter((entry) => entry.floats !== undefined);
  const all = [];
  for (const { floats: blob } of uploads.slice(-1 - counts.length)) {
    all.push(new Float32Array((await body._content({ floats: blob })).buffer));
  }
  const statistics = counts.flatMap((number, i) => {
    const texels = all[i + 1];
    return [...texels.subarray(0, number / 2), ...texels.subarray(texels.length / 2, (texels.length + number) / 2)];
  });
  return [parametersOf(file.body, all[0]), statistics];
}

/** A network file (docs/network-file.md) of a body and what its head has learned. */
export async function networkFile(file, body, head, classes) {
  const description = new TextEncoder().encode(JSON.stringify({ ...JSON.parse(file.description), classes }));
  const [parameters, statistics] = await numbersOfBody(body, file);
  const numbers = Float32Array.from([...parameters, ...parametersOf(file.head, head), ...statistics]);
  const bytes = new Uint8Array(START + description.length + 4 * numbers.length + 4);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, FILE_VERSION, true);
  view.setUint32(12, description.length, true);
  bytes.set(description, START);
  bytes.set(new Uint8Array(numbers.buffer), START + description.length);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true);
  return bytes;
}

/**
 * The classes and the head's numbers of a file of such a network.
 *
 * @throws {Error} if it is none
 */
export async function readNetworkFile(file, body, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = bytes.length >= START + 4
    && new TextDecoder().decode(bytes.subarray(0, 8)) === MAGIC && view.getUint32(8, true) === FILE_VERSION;
  const end = known ? START + view.getUint32(12, true) : 0;
  if (!known || end > bytes.length - 4 || view.getUint32(bytes.length - 4, true) !== crc32(bytes.subarray(0, -4))) {
    throw new Error("it is no whole network file of this version");
  }
  const own = JSON.parse(file.description);
  const { network, parameters, classes } = JSON.parse(new TextDecoder().decode(bytes.subarray(START, end)));
  const numbers = new Float32Array(bytes.slice(end, -4).buffer);
  const [before] = await numbersOfBody(body, file);
  if (JSON.stringify(network) !== JSON.stringify(own.network)
    || JSON.stringify(parameters) !== JSON.stringify(own.parameters)
    || before.some((number, i) => number !== numbers[i])) {
    throw new Error("it holds another network than this page's");
  }
  const head = numbers.slice(before.length, before.length + parameters[parameters.length - 1]);
  return { classes: classes.map(String), head };
}
