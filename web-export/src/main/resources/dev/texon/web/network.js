import { CALLS, FAILURE, FRAME_HEADER_BYTES, REPLY_HEADER_BYTES, Session } from "./replay.js";

/** A device that agrees with Java's 32-bit floats to fewer bits is not fit. */
export const FIT_BITS = 10;
/** Bits that halves may agree less than Java's own: a GPU may truncate where Java rounds, and so in each pass. */
const HALVES_BITS = 2;
const MOST_BITS = 24;
/** Groups of five digits that are decoded at once, so that no page stands still meanwhile. */
const PIECE = 1 << 18;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FIRST_DIGIT = 35;
const LAST_DIGIT = 121;
const LESS = 60;
const BACKSLASH = 92;
const RGBA = 0x1908;
const UNSIGNED_BYTE = 0x1401;
export const FLOAT = 0x1406;
const TEXTURE_2D = 0x0de1;
const FRAMEBUFFER = 0x8d40;
const PIXEL_PACK_BUFFER = 0x88eb;
const COMPLETION_STATUS = 0x91b1;
const UNMASKED_RENDERER = 0x9246;

let channel = null;
const waiting = [];

/** Lets others run; timers would wait some milliseconds. */
function pause() {
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()();
  }
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
}

export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Bytes of text in base 85: see Blobs.java. */
export async function decoded(text) {
  const groups = Math.ceil(text.length / 5);
  const bytes = new Uint8Array(4 * groups);
  const view = new DataView(bytes.buffer);
  for (let group = 0; group < groups; group++) {
    let value = 0;
    for (let i = 5 * group; i < 5 * group + 5; i++) {
      const code = i < text.length ? text.charCodeAt(i) : LAST_DIGIT;
      value = 85 * value + code - FIRST_DIGIT - (code > LESS ? 1 : 0) - (code > BACKSLASH ? 1 : 0);
    }
    view.setUint32(4 * group, value);
    if (group % PIECE === PIECE - 1) {
      await pause();
    }
  }
  return bytes.slice(0, Math.floor(text.length * 4 / 5));
}

const FLOATS = new Float32Array(1);
const BITS = new Uint32Array(FLOATS.buffer);

/** A half as a 32-bit float, exactly. */
function widened(half) {
  const size = half & 0x7fff;
  if (size >= 0x400) {
    BITS[0] = (half & 0x8000) << 16 | (size < 0x7c00 ? (size << 13) + 0x38000000 : size << 13 | 0x7f800000);
    return FLOATS[0];
  }
  return (half & 0x8000 ? -1 : 1) * size * 2 ** -24;
}

/** A 32-bit float as a half, bounded and rounded to the nearest, of two to the even one. */
export function narrowed(value) {
  FLOATS[0] = Math.max(-65504, Math.min(65504, value));
  const sign = BITS[0] >>> 16 & 0x8000;
  const size = BITS[0] & 0x7fffffff;
  if (size > 0x7f800000) {
    return sign | 0x7e00;
  }
  if (size >= 0x38800000) {
    return sign | size - 0x38000000 + 0xfff + (size >> 13 & 1) >> 13;
  }
  const units = Math.abs(FLOATS[0]) * 2 ** 24;
  const below = Math.floor(units);
  return sign | below + Number(units - below > 0.5 || (units - below === 0.5 && below % 2 === 1));
}

/** Puts numbers where they lie in a texture; runs are the lengths of zeros and of numbers in turn. */
async function spread(blob, to, each) {
  const numbers = blob.halves === undefined
    ? new Float32Array((await decoded(blob.floats)).buffer)
    : new Uint16Array((await decoded(blob.halves)).buffer);
  let from = 0;
  let at = 0;
  for (let i = 1; i < blob.runs.length; i += 2) {
    at += blob.runs[i - 1];
    for (const end = at + blob.runs[i]; at < end; at++) {
      to[at] = each(numbers[from++]);
    }
  }
}

function same(number) {
  return number;
}

/** The numbers of a blob as bytes of 32-bit floats, or of halves. */
async function numbersOf(blob, halves) {
  const count = blob.runs.reduce((sum, length) => sum + length, 0);
  if (halves) {
    const bits = new Uint16Array(count);
    await spread(blob, bits, blob.halves === undefined ? narrowed : same);
    return new Uint8Array(bits.buffer);
  }
  const floats = new Float32Array(count);
  await spread(blob, floats, blob.halves === undefined ? same : widened);
  return new Uint8Array(floats.buffer);
}

/** The records of calls as StreamRecorder writes them: digits of 5 bits, the sign as the lowest one, and no places of parts. */
function recordsOf(commands, parts) {
  const words = [];
  let part = 0;
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0, digit = 32; digit & 32; shift += 5) {
      digit = DIGITS.indexOf(commands[at++]);
      value |= (digit & 31) << shift;
    }
    return value >>> 1 ^ -(value & 1);
  };
  while (at < commands.length) {
    const opcode = number();
    const first = words.push(opcode, 0);
    for (const letter of CALLS[opcode][1].split(">")[0]) {
      if (letter === "i" || letter === "f") {
        words.push(number());
      } else if (letter === "I" || letter === "F") {
        const count = number();
        words.push(count);
        for (let i = 0; i < count; i++) {
          words.push(number());
        }
      } else {
        words.push(parts[part].at, parts[part].bytes.length);
        part++;
      }
    }
    words[first - 1] = 4 * (words.length - first);
  }
  return words;
}

/** Numbers that look random, of a linear congruence: bytes of its highest bits. */
export function noise(seed, count) {
  const bytes = new Uint8ClampedArray(count);
  for (let i = 0; i < count; i++) {
    seed = Math.imul(seed, 1664525) + 1013904223 | 0;
    bytes[i] = seed >>> 24;
  }
  return bytes;
}

/** Width and height of what a texture can be filled with. */
export function sizeOf(source) {
  return [
    source.videoWidth ?? source.naturalWidth ?? source.displayWidth ?? source.width,
    source.videoHeight ?? source.naturalHeight ?? source.displayHeight ?? source.height,
  ];
}

/**
 * How many bits of the outputs are those that are expected, of the deviation of each target, or else of the largest output's size. Not
 * a number agrees to none.
 */
export function agreement(outputs, expected, deviations) {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  let worst = 0;
  expected.forEach((value, i) => {
    const error = Math.abs(outputs[i] - value) / (deviations ? deviations[i % deviations.length] : largest);
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  });
  return worst === 0 ? MOST_BITS : Math.min(MOST_BITS, Math.max(0, Math.floor(-Math.log2(worst))));
}

/**
 * A trained network on the GPU: what Java's calls made, made again. It tells that it has lost the GPU, and that it has it again, by
 * events of these names: lost, restored. The detail of the latter is null, or the error that it cannot go on for.
 */
export class Network extends EventTarget {
  /** The variant that is taken: storage, webgl, targets; null before. */
  variant = null;
  /** What the self-test says: bits (null if there is none), and whether predictions can be trusted. */
  check = { bits: null, fit: false };
  /** What draws. */
  renderer = "";

  _data;
  _given;
  _canvas = null;
  _gl = null;
  _session = null;
  _frames = {};
  _buffer = null;
  _bufferSize = 0;
  _queue = Promise.resolve();
  _problem = "";
  _disposed = false;
  _listening = new AbortController();
  _started = 0;
  _milliseconds = 1;

  constructor(data, canvas) {
    super();
    this._data = data;
    this._given = canvas ?? null;
  }

  /** Names of the outputs; empty if they are numbers. */
  get classes() {
    return this._data.classes;
  }

  /** Width, height and channels of a sample. */
  get input() {
    return this._data.input;
  }

  /** Width, height and channels of an output. */
  get output() {
    return this._data.output;
  }

  /** The context, to draw with what {@link run} makes. */
  get gl() {
    return this._gl;
  }

  /**
   * Takes the first variant that works on this GPU, by the test that Java has made; without one, the first that can be set up. Throws
   * what is missing if there is none.
   */
  async start() {
    const start = ++this._started;
    const missing = new Set();
    let best = null;
    this.variant = null;
    for (const variant of this._data.variants) {
      try {
        await this._open(variant);
        const check = await this._compare(variant);
        if (check.fit) {
          this._take(variant, check);
          return;
        }
        best = best && best.check.bits >= check.bits ? best : { variant, check };
      } catch (error) {
        if (this._gl?.isContextLost() || this._disposed || start !== this._started) {
          this._demandAlive();
        }
        missing.add(error.message);
      }
    }
    if (!best) {
      throw new Error([...missing].join("; "));
    }
    await this._open(best.variant);
    this._take(best.variant, best.check);
  }

  _take(variant, check) {
    this.check = check;
    this.variant = { storage: variant.storage, webgl: variant.webgl, targets: variant.targets };
  }

  /** The context of a version; a canvas has one for life, so that another version takes another canvas. */
  _context(version) {
    if (this._canvas && version === this._version()) {
      return this._gl;
    }
    if (this._canvas && this._given) {
      throw new Error(`the canvas has a context of WebGL ${this._version()} already`);
    }
    const canvas = this._given
      ?? (typeof document === "undefined" ? new OffscreenCanvas(1, 1) : document.createElement("canvas"));
    if (!this._given) {
      canvas.width = canvas.height = 1;
    }
    const gl = canvas.getContext(
      version === 2 ? "webgl2" : "webgl", { antialias: false, depth: false, stencil: false });
    if (!gl) {
      throw new Error(`this browser gives no WebGL ${version}`);
    }
    const before = this._gl;
    this._gl = gl;
    this._canvas = canvas;
    before?.getExtension("WEBGL_lose_context")?.loseContext();
    const { signal } = this._listening;
    canvas.addEventListener("webglcontextlost", (event) => {
      if (canvas === this._canvas && !this._disposed) {
        event.preventDefault();
        this.variant = null;
        // Its objects went with it.
        this._session = this._buffer = null;
        this._bufferSize = 0;
        this.dispatchEvent(new Event("lost"));
      }
    }, { signal });
    canvas.addEventListener("webglcontextrestored", async () => {
      if (canvas === this._canvas && !this._disposed) {
        const problem = await this.start().then(() => null, (error) => error);
        if (!gl.isContextLost()) {
          this.dispatchEvent(new CustomEvent("restored", { detail: problem }));
        }
      }
    }, { signal });
    return gl;
  }

  _version() {
    return typeof WebGL2RenderingContext !== "undefined" && this._gl instanceof WebGL2RenderingContext ? 2 : 1;
  }

  /** Makes programs and textures of a variant, and throws what this GPU lacks. */
  async _open(variant) {
    this._free();
    const gl = this._context(variant.webgl);
    for (const [name, least] of Object.entries(variant.limits)) {
      if (gl.getParameter(gl[name]) < least) {
        throw new Error(`this GPU's ${name} is ${gl.getParameter(gl[name])}, and the network needs ${least}`);
      }
    }
    const session = new Session(() => gl, (message) => this._heard(new DataView(message)));
    session.open(variant.webgl, `${variant.extensions} EXT_color_buffer_float KHR_parallel_shader_compile`);
    const missing = variant.extensions.split(" ").filter((name) => !session.extensions.has(name));
    const drawsToHalves = variant.webgl === 2 && session.extensions.has("EXT_color_buffer_float");
    if (missing.length > 0 && !(variant.storage === "float16" && drawsToHalves)) {
      const floats = variant.storage === "float32" ? "32-bit floats" : "half floats";
      throw new Error(`this browser draws to no textures of ${floats} in WebGL ${variant.webgl} (${missing.join(", ")})`);
    }
    this._session = session;
    this._problem = "";
    session.run(await this._frameOf(variant.programs));
    await this._compiled(session);
    const setup = await this._frameOf(variant.setup);
    this._demandAlive(session);
    while (this._given && gl.getError() !== 0) {
      // Errors of others are not of this network.
    }
    this.enter(session);
    session.run(setup);
    this.leave();
    await this._demandSoon();
    this._frames = {};
    for (const name of ["numbers", "picture"]) {
      if (variant[name]) {
        this._frames[name] = await this._frameOf(variant[name]);
      }
    }
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    this.renderer = String(gl.getParameter(info ? UNMASKED_RENDERER : gl.RENDERER));
  }

  /** Waits for the compiler without standing still, where the browser can. What is not compiled makes errors of what uses it. */
  async _compiled(session) {
    const gl = this._gl;
    const programs = [...session.objects.values()].filter((object) => object instanceof WebGLProgram);
    if (session.extensions.has("KHR_parallel_shader_compile")) {
      while (!programs.every((program) => gl.getProgramParameter(program, COMPLETION_STATUS) || gl.isContextLost())) {
        await sleep(4);
      }
    }
    for (const program of programs) {
      if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
        throw new Error(`this GPU compiles no shaders of the network (${gl.getProgramInfoLog(program)})`);
      }
    }
  }

  /** A frame as the bridge sends it. */
  async _frameOf({ commands, bulk }) {
    const parts = [];
    let length = 0;
    for (const entry of bulk) {
      const bytes = await this._content(entry);
      parts.push({ at: length, bytes });
      // Each is padded to 4 bytes.
      length += bytes.length + 3 & ~3;
    }
    const records = recordsOf(commands, parts);
    const start = FRAME_HEADER_BYTES + 4 * records.length;
    const frame = new Uint8Array(start + length);
    new Uint32Array(frame.buffer).set([1, 1, 4 * records.length, length]);
    new Int32Array(frame.buffer).set(records, FRAME_HEADER_BYTES / 4);
    for (const { at, bytes } of parts) {
      frame.set(bytes, start + at);
    }
    return frame.buffer;
  }

  /** The bytes of a string or of data. */
  async _content({ lines, floats, halves, bytes }) {
    const { blobs } = this._data;
    if (lines !== undefined) {
      const text = [];
      for (let i = 0; i < lines.length; i += 2) {
        text.push(...this._data.lines.slice(lines[i], lines[i] + lines[i + 1]));
      }
      return new TextEncoder().encode(text.join("\n"));
    }
    return floats !== undefined
      ? numbersOf(blobs[floats], false)
      : halves !== undefined ? numbersOf(blobs[halves], true) : decoded(this._data.bytes[bytes]);
  }

  /** Calls that failed. */
  _heard(message) {
    if (message.getUint32(0, true) === FAILURE) {
      this._problem = new TextDecoder().decode(new Uint8Array(message.buffer, REPLY_HEADER_BYTES + 4));
    }
  }

  /** Throws what went wrong, when the GPU has come so far; at once on a context that others use. */
  async _demandSoon() {
    if (!this._given) {
      const session = this._session;
      await this._reached();
      this._demandAlive(session);
    }
    this._demand();
  }

  /** Until the GPU has done what it was told, without standing still, where the API can. */
  async _reached() {
    const gl = this._gl;
    if (this._version() === 2) {
      const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      while (gl.clientWaitSync(sync, 0, 0) === gl.TIMEOUT_EXPIRED) {
        await pause();
      }
      gl.deleteSync(sync);
    }
  }

  /** Throws what went wrong; waits for the GPU's process. */
  _demand() {
    const error = this._gl.getError();
    if (error !== 0 && !this._problem) {
      this._problem = `the GPU refuses what the network needs, error 0x${error.toString(16)}`;
    }
    if (this._problem) {
      throw new Error(this._problem);
    }
  }

  /**
   * Before calls: the state of a new context, which others may have changed, as far as it matters. A subclass that adds to it is given
   * the session, of this network's objects.
   */
  enter() {
    const gl = this._gl;
    for (const capability of [gl.BLEND, gl.CULL_FACE, gl.DEPTH_TEST, gl.DITHER, gl.SCISSOR_TEST, gl.STENCIL_TEST]) {
      gl.disable(capability);
    }
    gl.colorMask(true, true, true, true);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindFramebuffer(FRAMEBUFFER, null);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  }

  /** After calls; a page's context has no other user. */
  leave() {}

  /** Throws why there is nothing to draw with, or not what there was before. */
  _demandAlive(session = this.variant && this._session) {
    if (this._disposed) {
      throw new Error("the network has been disposed");
    }
    if (!session || session !== this._session || this._gl.isContextLost()) {
      throw new Error("the GPU was taken away");
    }
  }

  async _compare(variant) {
    const { test, targets } = this._data;
    if (!test) {
      return { bits: null, fit: true };
    }
    const [width, height, channels] = this._data.input;
    const image = variant.picture !== undefined;
    const bytes = noise(test.seed, width * height * (image ? 4 : channels));
    for (let i = 3; image && i < bytes.length; i += 4) {
      bytes[i] = 255;
    }
    const input = image ? new ImageData(bytes, width, height) : Float32Array.from(bytes, (byte) => byte / 256);
    // Asking waits for what has been drawn, but on a context that others use there is no later.
    const outputs = await this._outputs(variant, input, {}, () => this._given && this._demand());
    await this._demandSoon();
    const expected = Float32Array.from(test.float32);
    const bits = agreement(outputs, expected, targets?.deviations);
    let least = FIT_BITS;
    if (variant.storage === "float16" && test.float16) {
      least = Math.max(1, Math.min(FIT_BITS, agreement(test.float16, expected, targets?.deviations) - HALVES_BITS));
    }
    return { bits, fit: bits >= least };
  }

  /**
   * The outputs for an image of any kind and size, or for numbers in the units of the samples, all channels of a place together. One
   * prediction follows another; the page goes on meanwhile.
   *
   * @param {TexImageSource | Blob | Float32Array} source
   * @param {{ fit?: "stretch" | "cover" | "contain" }} options
   * @returns {Promise<Float32Array>}
   */
  predict(source, options = {}) {
    return this._next(async () => {
      const start = performance.now();
      const outputs = await this._outputs(this._variant(), source, options);
      this._milliseconds = performance.now() - start;
      return outputs;
    });
  }

  /**
   * Draws the outputs and calls what takes them, with the x, y, width and height of readPixels, while their framebuffer is bound.
   * Promises what it returns.
   */
  draw(source, options, take) {
    return this._next(() => this._draw(this._variant(), source, options, take));
  }

  /** One thing after another; what comes after a failure does not fail with it. */
  _next(action) {
    const turn = this._queue.then(async () => {
      this._demandAlive();
      return action();
    });
    this._queue = turn.catch(() => {});
    return turn;
  }

  _variant() {
    return this._data.variants.find((one) => one.webgl === this.variant.webgl
      && one.storage === this.variant.storage && one.targets === this.variant.targets);
  }

  async _outputs(variant, source, options, drawn = () => {}) {
    let read = null;
    const raw = await this._draw(variant, source, options, (place) => {
      drawn();
      return this._read(read = place);
    });
    return this._unpacked(read, raw);
  }

  /** Makes of a source what a texture is filled with, and draws. */
  async _draw(variant, source, options, take) {
    const session = this._session;
    const bitmap = await this._bitmap(variant, source);
    try {
      this._demandAlive(session);
      const taken = await this._drawNow(variant, bitmap ?? source, options, take);
      this._demandAlive(session);
      return taken;
    } finally {
      bitmap?.close();
    }
  }

  /** What is drawn in the source's place: of a file, or of an image that is larger than a texture. */
  async _bitmap(variant, source) {
    if (source instanceof Float32Array) {
      return null;
    }
    if (!variant.picture) {
      throw new Error("the network takes numbers; give it a Float32Array");
    }
    const options = { premultiplyAlpha: "none" };
    const bitmap = source instanceof Blob ? await createImageBitmap(source, options) : null;
    const [width, height] = sizeOf(bitmap ?? source);
    const scale = this._gl.getParameter(this._gl.MAX_TEXTURE_SIZE) / Math.max(width, height);
    if (!(scale < 1)) {
      return bitmap;
    }
    try {
      return await createImageBitmap(bitmap ?? source, {
        ...options,
        resizeQuality: "high",
        resizeWidth: Math.max(1, Math.floor(width * scale)),
        resizeHeight: Math.max(1, Math.floor(height * scale)),
      });
    } finally {
      bitmap?.close();
    }
  }

  /** Fills what the calls begin with, does them, and has them taken; without a pause, in which others could use the context. */
  _drawNow(variant, source, options, take) {
    const gl = this._gl;
    this.enter(this._session);
    try {
      if (source instanceof Float32Array) {
        this._fill(variant.numbers.upload, source);
        this._run(this._frames.numbers);
        return take(variant.numbers.read);
      }
      const [width, height] = sizeOf(source);
      if (!(width > 0 && height > 0)) {
        throw new Error("the image has no pixels yet");
      }
      gl.bindTexture(TEXTURE_2D, this._session.get(variant.picture.upload[0]));
      // As the browser shows it.
      gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.BROWSER_DEFAULT_WEBGL);
      gl.texImage2D(TEXTURE_2D, 0, RGBA, RGBA, UNSIGNED_BYTE, source);
      gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
      this._place(variant, width, height, options.fit ?? this._data.fit);
      this._run(this._frames.picture);
      return take(variant.picture.read);
    } finally {
      this.leave();
    }
  }

  /** Which part of the image becomes which places of the input: as Java scales the images of a data set. */
  _place(variant, width, height, fit) {
    const [across, down, channels] = this._data.input;
    let [columns, rows, innerWidth, innerHeight] = [width, height, across, down];
    const wider = width * down > height * across;
    if (fit === "cover") {
      [columns, rows] = wider ? [height * across / down, height] : [width, width * down / across];
    } else if (fit === "contain") {
      [innerWidth, innerHeight] = wider
        ? [across, Math.max(1, Math.round(height * across / width))]
        : [Math.max(1, Math.round(width * down / height)), down];
    } else if (fit !== "stretch") {
      throw new Error(`there is no fit '${fit}'; take stretch, cover or contain`);
    }
    const left = Math.floor((across - innerWidth) / 2);
    const top = Math.floor((down - innerHeight) / 2);
    this._set(variant, "first", (width - columns) / 2, (height - rows) / 2);
    this._set(variant, "span", columns / innerWidth, rows / innerHeight);
    this._set(variant, "inner", left, top, left + innerWidth, top + innerHeight);
    this._set(variant, "background", 255, 255, 255, channels === 4 ? 0 : 255);
    this._set(variant, "texon_size_image", width, height);
    this._set(variant, "texon_step_image", 1 / width, 1 / height);
  }

  /** Sets a uniform of all programs that have it. */
  _set(variant, name, ...values) {
    const gl = this._gl;
    const places = variant.uniforms[name];
    for (let i = 0; i < places.length; i += 2) {
      gl.useProgram(this._session.get(places[i]));
      gl[`uniform${values.length}fv`](this._session.get(places[i + 1]), values);
    }
  }

  /** Fills a tensor: texel (group · width + x, y) holds four channels of a place, or, of a flat one, texel i the values from 4i on. */
  _fill([texture, width, height, format, type], numbers) {
    const [across, down, channels] = this._data.input;
    const count = across * down * channels;
    if (numbers.length !== count) {
      throw new Error(`the network takes ${count} numbers, and is given ${numbers.length}`);
    }
    const { inputs } = this._data;
    const flat = height === 1 && width === Math.ceil(count / 4);
    const texels = type === FLOAT ? new Float32Array(4 * width * height) : new Uint16Array(4 * width * height);
    for (let i = 0; i < count; i++) {
      const c = i % channels;
      const unit = i % (inputs?.means.length ?? 1);
      const value = inputs ? (numbers[i] - inputs.means[unit]) / inputs.deviations[unit] : numbers[i];
      const place = (i - c) / channels;
      const at = flat
        ? i
        : 4 * (Math.floor(place / across) * width + (c >> 2) * across + place % across) + (c & 3);
      texels[at] = type === FLOAT ? value : narrowed(value);
    }
    this._upload([texture, width, height, format, type], texels);
  }

  /** Fills a texture, or a part of it from x, y on, with what its format takes. */
  _upload([texture, width, height, format, type], texels, x = 0, y = 0) {
    const gl = this._gl;
    gl.bindTexture(TEXTURE_2D, this._session.get(texture));
    gl.texSubImage2D(TEXTURE_2D, 0, x, y, width, height, format, type, texels);
  }

  _run(frame) {
    this._problem = "";
    this._session.run(frame);
    if (this._problem) {
      throw new Error(this._problem);
    }
  }

  /** The bound framebuffer's numbers, without standing still where the API can. */
  async _read([x, y, width, height, type]) {
    const gl = this._gl;
    const session = this._session;
    const size = width * height * (type === FLOAT ? 16 : 4);
    const raw = new Uint8Array(size);
    const view = type === FLOAT ? new Float32Array(raw.buffer) : raw;
    if (this._version() === 1) {
      // It tells nothing of when it is done: as long as the last one took, and then it is asked.
      const framebuffer = gl.getParameter(gl.FRAMEBUFFER_BINDING);
      gl.flush();
      await sleep(Math.min(100, this._milliseconds));
      this._demandAlive(session);
      this.enter(session);
      gl.bindFramebuffer(FRAMEBUFFER, framebuffer);
      gl.readPixels(x, y, width, height, RGBA, type, view);
      this.leave();
      return raw;
    }
    this._buffer ??= gl.createBuffer();
    gl.bindBuffer(PIXEL_PACK_BUFFER, this._buffer);
    if (this._bufferSize < size) {
      gl.bufferData(PIXEL_PACK_BUFFER, size, gl.STREAM_READ);
      this._bufferSize = size;
    }
    gl.readPixels(x, y, width, height, RGBA, type, 0);
    gl.bindBuffer(PIXEL_PACK_BUFFER, null);
    await this._reached();
    this._demandAlive(session);
    gl.bindBuffer(PIXEL_PACK_BUFFER, this._buffer);
    gl.getBufferSubData(PIXEL_PACK_BUFFER, 0, view);
    gl.bindBuffer(PIXEL_PACK_BUFFER, null);
    return raw;
  }

  /** What was read, as four floats for each texel. Floats that came as bytes lie channel above channel. */
  _texels([, , width, height, type], raw) {
    const floats = new Float32Array(raw.buffer);
    if (type === FLOAT) {
      return floats;
    }
    const count = width * height / 4;
    return Float32Array.from(floats, (_, i) => floats[i % 4 * count + Math.floor(i / 4)]);
  }

  /** The outputs of texels, in the units of the targets. */
  _unpacked(read, raw) {
    const texels = this._texels(read, raw);
    const width = read[2];
    const [across, down, channels] = this._data.output;
    const { targets } = this._data;
    const outputs = new Float32Array(across * down * channels);
    for (let i = 0; i < outputs.length; i++) {
      const c = i % channels;
      const place = (i - c) / channels;
      const texel = Math.floor(place / across) * width + (c >> 2) * across + place % across;
      const value = texels[4 * texel + (c & 3)];
      const unit = i % (targets?.means.length ?? 1);
      outputs[i] = targets ? value * targets.deviations[unit] + targets.means[unit] : value;
    }
    return outputs;
  }

  /** Frees all that is on the GPU; a context of its own is given back. */
  dispose() {
    if (this._disposed) {
      return;
    }
    this._disposed = true;
    this._listening.abort();
    this.variant = null;
    this._free();
    if (!this._given) {
      this._gl?.getExtension("WEBGL_lose_context")?.loseContext();
    }
  }

  _free() {
    const gl = this._gl;
    for (const object of this._session?.objects.values() ?? []) {
      // WebGLTexture by deleteTexture, and so on; places of uniforms have none.
      gl[object?.constructor.name.replace(/WebGL(.*?)(Object)?$/, "delete$1")]?.(object);
    }
    if (this._buffer) {
      gl.deleteBuffer(this._buffer);
    }
    this._buffer = null;
    this._bufferSize = 0;
    this._session = null;
    this._frames = {};
  }
}
