
const SHOWN = 5;
/** A device that agrees to fewer bits is not fit. */
const FIT_BITS = 10;
const UNMASKED_RENDERER = 0x9246;

const network = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);

function decoded(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    bytes[i] = raw.charCodeAt(i);
  }
  return bytes;
}

/** A half as a number, exactly. */
function number(half) {
  const exponent = half >> 10 & 31;
  const fraction = half & 1023;
  const size = exponent === 0
    ? fraction * 2 ** -24
    : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return half & 0x8000 ? -size : size;
}

/** Halves as 32-bit floats; runs are the lengths of zeros and of numbers in turn. */
function widened(bytes, runs) {
  const halves = new Uint16Array(bytes.buffer);
  const floats = new Float32Array(runs.reduce((sum, length) => sum + length, 0));
  let from = 0;
  let to = 0;
  runs.forEach((length, i) => {
    const end = to + length;
    if (i % 2 === 0) {
      to = end;
    }
    while (to < end) {
      floats[to++] = number(halves[from++]);
    }
  });
  return new Uint8Array(floats.buffer);
}

/** The bytes of a string or of data. */
function content({ text, halves, runs, bytes }) {
  if (text !== undefined) {
    return new TextEncoder().encode(text);
  }
  return halves === undefined ? decoded(bytes) : widened(decoded(halves), runs);
}

/** A frame as the bridge sends it, and where the pixels of an image lie in it. */
function frameOf({ commands, bulk }) {
  const records = decoded(commands);
  let pixels = 0;
  let length = FRAME_HEADER_BYTES + records.length;
  const parts = bulk.map((entry) => {
    const bytes = content(entry);
    const part = { at: length, bytes };
    pixels = entry.pixels ? length : pixels;
    // Each is padded to 4 bytes.
    length += bytes.length + 3 & ~3;
    return part;
  });
  const frame = new Uint8Array(length);
  const header = new DataView(frame.buffer);
  header.setUint32(0, 1, true);
  header.setUint32(4, 1, true);
  header.setUint32(8, records.length, true);
  header.setUint32(12, length - FRAME_HEADER_BYTES - records.length, true);
  frame.set(records, FRAME_HEADER_BYTES);
  for (const { at, bytes } of parts) {
    frame.set(bytes, at);
  }
  return { frame, pixels };
}

/** The network on the GPU: what Java's calls made, made again. */
class Runner {
  constructor() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    this.gl = canvas.getContext("webgl2", { antialias: false, depth: false, stencil: false });
    if (!this.gl) {
      throw new Error("this browser gives no WebGL 2");
    }
    this.lost = false;
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.lost = true;
      say("The GPU was taken away; waiting for it …");
    });
    canvas.addEventListener("webglcontextrestored", start);
    this.setup = frameOf(network.setup).frame.buffer;
    const { frame, pixels } = frameOf(network.infer);
    this.infer = frame.buffer;
    this.pixels = new Uint8Array(this.infer, pixels, 4 * network.width * network.height);
  }

  /** Makes programs and textures, and throws what this GPU lacks. */
  begin() {
    const { gl } = this;
    for (const [name, least] of Object.entries(network.limits)) {
      if (gl.getParameter(gl[name]) < least) {
        throw new Error(`this GPU's ${name} is ${gl.getParameter(gl[name])}, and the page needs ${least}`);
      }
    }
    const session = new Session(() => this.gl, (message) => this.heard(new DataView(message)));
    session.open(2, network.extensions);
    const missing = network.extensions.split(" ").filter((name) => !session.extensions.has(name));
    if (missing.length > 0) {
      throw new Error(`this browser draws to no textures of 32-bit floats (${missing.join(", ")})`);
    }
    this.session = session;
    this.problem = "";
    session.run(this.setup);
    // What is not compiled makes errors of what uses it.
    for (const object of session.objects.values()) {
      if (object instanceof WebGLProgram && !gl.getProgramParameter(object, gl.LINK_STATUS)) {
        throw new Error(`this GPU compiles no shaders of the network (${gl.getProgramInfoLog(object)})`);
      }
    }
    if (this.problem) {
      throw new Error(this.problem);
    }
    this.lost = false;
    const info = this.gl.getExtension("WEBGL_debug_renderer_info");
    this.renderer = String(this.gl.getParameter(info ? UNMASKED_RENDERER : this.gl.RENDERER));
  }

  /** Replies of the session: results, and calls that failed. */
  heard(message) {
    const kind = message.getUint32(0, true);
    if (kind === RESULT) {
      const error = message.getUint32(REPLY_HEADER_BYTES, true);
      if (error !== 0) {
        this.problem = `the GPU refuses what the network needs, error 0x${error.toString(16)}`;
      }
      this.outputs = new Float32Array(message.buffer.slice(BYTES_HEADER_BYTES));
    } else if (kind === FAILURE) {
      this.problem = new TextDecoder().decode(new Uint8Array(message.buffer, REPLY_HEADER_BYTES + 4));
    }
  }

  run(frame) {
    this.outputs = null;
    this.problem = "";
    this.session.run(frame);
    if (this.problem) {
      throw new Error(this.problem);
    }
  }

  /** The context was taken away while it was used: then nothing that it says counts. */
  gone() {
    return this.lost || this.gl.isContextLost();
  }

  /** The outputs for the bytes of one image of the network's size. */
  predict(rgba) {
    this.pixels.set(rgba);
    this.run(this.infer);
    if (!this.outputs) {
      throw new Error("the GPU gives no result");
    }
    const { means, deviations } = network;
    const outputs = Array.from(
      this.outputs.subarray(0, network.outputs), (value, i) => means ? value * deviations[i] + means[i] : value);
    if (!outputs.every(Number.isFinite)) {
      throw new Error("the network's outputs are not finite");
    }
    return outputs;
  }
}

let runner = null;
let image = null;
/** Whether predictions may be shown: the self-test went well, or the person wants them all the same. */
let allowed = false;
let insisted = false;
let stopCamera = () => {};

function say(text) {
  element("status").textContent = text;
}

/** How many bits of the outputs are Java's: of the deviation of each target, or else of the largest output's size. */
function agreement(outputs, expected) {
  const largest = Math.max(...expected.map(Math.abs));
  const size = (i) => network.deviations ? network.deviations[i] : largest;
  const worst = Math.max(...outputs.map((value, i) => Math.abs(value - expected[i]) / size(i)));
  return worst === 0 ? 24 : Math.min(24, Math.max(0, Math.floor(-Math.log2(worst))));
}

/** @returns whether predictions may be shown */
function check() {
  const { test } = network;
  if (!test) {
    element("check").textContent = "Not compared with Java.";
    return true;
  }
  const bits = agreement(runner.predict(decoded(test.pixels)), test.outputs);
  const fit = bits >= FIT_BITS;
  element("check").textContent = fit
    ? `Self-test: agrees with Java on ${test.device} to ${bits} bits; parameters ${network.weights}.`
    : `Self-test: not fit on this device, since it agrees with Java to ${bits} bits only.`;
  element("check").dataset.bits = bits;
  return fit;
}

function show(outputs, milliseconds) {
  const list = element("result");
  list.replaceChildren();
  const names = network.classes.length > 0 ? network.classes : outputs.map((_, i) => `output ${i + 1}`);
  const order = outputs.map((_, i) => i);
  if (network.classes.length > 0) {
    order.sort((a, b) => outputs[b] - outputs[a]).splice(SHOWN);
  }
  for (const i of order) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.className = "name";
    name.dir = "auto";
    name.textContent = names[i];
    const share = document.createElement("span");
    share.className = "share";
    const meter = document.createElement("meter");
    if (network.probabilities) {
      meter.value = outputs[i];
      meter.setAttribute("aria-label", names[i]);
      share.textContent = `${(100 * outputs[i]).toFixed(1)} %`;
    } else {
      meter.hidden = true;
      share.textContent = outputs[i].toPrecision(6);
    }
    item.append(name, meter, share);
    list.append(item);
  }
  say(`${milliseconds.toFixed(1)} ms on ${runner.renderer}`);
}

/** Draws a source to the network's size, as it is stretched for training, on white unless the network sees alpha. */
function predict(source) {
  if (image !== source && image instanceof ImageBitmap) {
    image.close();
  }
  image = source;
  if (!runner || !allowed || runner.gone()) {
    return;
  }
  const seen = element("seen");
  seen.width = network.width;
  seen.height = network.height;
  const context = seen.getContext("2d", { willReadFrequently: true });
  if (network.channels !== 4) {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, seen.width, seen.height);
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, seen.width, seen.height);
  const start = performance.now();
  try {
    const outputs = runner.predict(context.getImageData(0, 0, seen.width, seen.height).data);
    show(outputs, performance.now() - start);
  } catch (error) {
    say(`This image cannot be predicted: ${error.message}.`);
  }
}

async function open(file) {
  if (!file || !runner || !allowed) {
    return;
  }
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    say("This file is no image that the browser can read.");
    return;
  }
  predict(bitmap);
}

function listenForFiles() {
  const drop = element("drop");
  element("file").addEventListener("change", (event) => open(event.target.files[0]));
  addEventListener("paste", (event) => open(event.clipboardData.files[0]));
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    open(event.dataTransfer.files[0]);
  });
}

/** Frame after frame while its tab is seen, until the button is pressed again or the camera is gone. */
function listenForCamera() {
  const button = element("camera");
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  let stream = null;
  const stop = (words) => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    image = null;
    button.setAttribute("aria-pressed", "false");
    // Its results change too fast to be read aloud.
    element("status").setAttribute("aria-live", "polite");
    element("result").setAttribute("aria-live", "polite");
    if (words) {
      say(words);
    }
  };
  const next = () => {
    if (!stream) {
      return;
    }
    if (video.videoWidth > 0) {
      predict(video);
    }
    requestAnimationFrame(next);
  };
  button.addEventListener("click", async () => {
    if (stream) {
      stop("The camera is off.");
      return;
    }
    if (!navigator.mediaDevices) {
      say("This browser gives no camera to a page that does not come over https or from a file.");
      return;
    }
    button.disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      stream.getTracks().forEach((track) => track.addEventListener("ended", () => stop("The camera was unplugged.")));
      video.srcObject = stream;
      await video.play();
      button.setAttribute("aria-pressed", "true");
      element("status").setAttribute("aria-live", "off");
      element("result").setAttribute("aria-live", "off");
      next();
    } catch (error) {
      stop(`There is no camera to see by: ${error.message}.`);
    } finally {
      button.disabled = false;
    }
  });
  stopCamera = () => stop("");
}

/** White on black, as digits are in their data sets. */
function listenForInk() {
  const pad = element("pad");
  pad.height = Math.round(pad.width * network.height / network.width);
  const context = pad.getContext("2d");
  const clear = () => {
    context.fillStyle = "#000";
    context.fillRect(0, 0, pad.width, pad.height);
  };
  clear();
  context.strokeStyle = "#fff";
  context.lineWidth = pad.width / 14;
  context.lineCap = context.lineJoin = "round";
  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) * pad.width / box.width, (event.clientY - box.top) * pad.height / box.height];
  };
  let last = null;
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    last = place(event);
    ink(event);
  });
  const ink = (event) => {
    if (last) {
      const next = place(event);
      context.beginPath();
      context.moveTo(...last);
      context.lineTo(...next);
      context.stroke();
      last = next;
      predict(pad);
    }
  };
  pad.addEventListener("pointermove", ink);
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => {
      last = null;
    });
  }
  element("clear").addEventListener("click", () => {
    clear();
    element("result").replaceChildren();
  });
  element("pad-box").hidden = network.channels !== 1;
}

/** Also when a context that was lost has come back. */
function start() {
  try {
    runner.begin();
    const fit = check();
    allowed = fit || insisted;
    element("anyway").hidden = allowed;
    say(fit ? `Ready on ${runner.renderer}` : `${runner.renderer} does not compute as it should.`);
  } catch (error) {
    allowed = false;
    if (runner.gone()) {
      say("The GPU was taken away; waiting for it …");
    } else {
      say(`This page cannot compute here: ${error.message}.`);
    }
  }
  element("sources").hidden = !allowed;
  if (!allowed) {
    stopCamera();
  } else if (image) {
    predict(image);
  }
}

element("anyway").addEventListener("click", () => {
  insisted = allowed = true;
  element("sources").hidden = false;
  element("anyway").hidden = true;
});
listenForFiles();
listenForCamera();
listenForInk();
try {
  runner = new Runner();
  start();
} catch (error) {
  say(`This page cannot compute here: ${error.message}.`);
}
