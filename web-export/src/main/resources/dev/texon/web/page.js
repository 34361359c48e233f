
const SHOWN = 5;

const element = (id) => document.getElementById(id);
const data = JSON.parse(element("data").textContent);
const network = new Network(data);

let image = null;
/** Whether predictions may be shown: the self-test went well, or the person wants them all the same. */
let allowed = false;
let insisted = false;
/** What is predicted now, and what next; what came between is left out. */
let busy = false;
let next = null;
let stopCamera = () => {};

/** A few words in other languages; what is not here is said in English. */
const WORDS = {
  de: {
    Ready: "Bereit",
    Camera: "Kamera",
    Clear: "Löschen",
    "Choose an image, drop it here, or paste one": "Ein Bild wählen, hierher ziehen oder einfügen",
    "What the network sees": "Was das Netz sieht",
    "The camera is off.": "Die Kamera ist aus.",
  },
  es: {
    Ready: "Listo",
    Camera: "Cámara",
    Clear: "Borrar",
    "Choose an image, drop it here, or paste one": "Elija una imagen, arrástrela aquí o péguela",
    "What the network sees": "Lo que ve la red",
    "The camera is off.": "La cámara está apagada.",
  },
  fr: {
    Ready: "Prêt",
    Camera: "Caméra",
    Clear: "Effacer",
    "Choose an image, drop it here, or paste one": "Choisissez une image, déposez-la ici ou collez-la",
    "What the network sees": "Ce que voit le réseau",
    "The camera is off.": "La caméra est éteinte.",
  },
};
const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((one) => one === "en" || WORDS[one]) ?? "en";

/** Puts a text into an element, in the visitor's language where it is known. */
function write(to, text) {
  const translated = WORDS[language]?.[text];
  to.textContent = translated ?? text;
  to.lang = translated ? language : "en";
}

function say(text) {
  write(element("status"), text);
}

/** What the self-test has found. */
function sayCheck() {
  const { bits, fit } = network.check;
  const { test, weights } = data;
  const found = element("check");
  if (bits === null) {
    found.textContent = "Not compared with Java.";
    return;
  }
  const only = network.variant.storage === "float16" ? "float16 only, " : "";
  found.textContent = fit
    ? `Self-test: ${only}agrees with Java on ${test.device} to ${bits} bits; parameters ${weights}.`
    : `Self-test: not fit on this device, since it agrees with Java to ${bits} bits only.`;
  found.dataset.bits = bits;
}

/** What draws, and how. */
function sayDevice() {
  const { webgl, storage, targets } = network.variant;
  element("device").textContent =
    `${network.renderer}, WebGL ${webgl}, ${storage}, ${targets === 1 ? "1 target" : `${targets} targets`}`;
}

/** Numbers from 0 to 1 as bytes on a canvas. */
function showImage(outputs) {
  const [width, height, channels] = data.output;
  const made = element("made");
  made.width = width;
  made.height = height;
  const pixels = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 4; c++) {
      const value = channels === 1 ? outputs[i] : outputs[channels * i + c];
      pixels.data[4 * i + c] = c === 3 && channels < 4 ? 255 : 255 * value;
    }
  }
  made.getContext("2d").putImageData(pixels, 0, 0);
  made.parentElement.hidden = false;
}

function isImage() {
  return data.output[0] * data.output[1] > 1;
}

function show(outputs, milliseconds) {
  say(`${milliseconds.toFixed(1)} ms`);
  if (isImage()) {
    showImage(outputs);
    return;
  }
  const list = element("result");
  list.replaceChildren();
  const order = Array.from(outputs, (_, i) => i);
  const names = data.classes.length > 0 ? data.classes : order.map((i) => `output ${i + 1}`);
  if (data.classes.length > 0) {
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
    if (data.probabilities) {
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
}

/** Shows which part of an image the network is given, and how small. */
function showSeen(source) {
  const seen = element("seen");
  const [across, down, channels] = data.input;
  seen.width = across;
  seen.height = down;
  const context = seen.getContext("2d");
  if (channels !== 4) {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, across, down);
  }
  const [width, height] = sizeOf(source);
  const sides = [across / width, down / height];
  const [x, y] = data.fit === "stretch"
    ? sides
    : Array(2).fill(data.fit === "cover" ? Math.max(...sides) : Math.min(...sides));
  context.imageSmoothingQuality = "high";
  context.drawImage(source, (across - width * x) / 2, (down - height * y) / 2, width * x, height * y);
}

/** Predicts an image, or remembers it while another is predicted; the last one counts. */
async function predict(source) {
  if (image !== source && image instanceof ImageBitmap) {
    image.close();
  }
  image = source;
  next = source;
  if (busy) {
    return;
  }
  busy = true;
  while (next && allowed && network.variant) {
    const current = next;
    next = null;
    const start = performance.now();
    try {
      showSeen(current);
      const outputs = await network.predict(current);
      if (!outputs.every(Number.isFinite)) {
        throw new Error("the network's outputs are not finite");
      }
      if (allowed && image) {
        show(outputs, performance.now() - start);
      }
    } catch (error) {
      if (network.variant && !next) {
        say(`This image cannot be predicted: ${error.message}.`);
      }
    }
  }
  busy = false;
}

async function open(file) {
  if (!file || !allowed) {
    return;
  }
  let bitmap;
  try {
    // Upright, and with the colours of what is transparent.
    bitmap = await createImageBitmap(file, { premultiplyAlpha: "none" });
  } catch {
    say("This file is no image that the browser can read.");
    return;
  }
  // Else its next frame would take the place of the image.
  stopCamera();
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
  // A button that is disabled would lose the keyboard.
  let opening = false;
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
  const frame = async () => {
    if (!stream) {
      return;
    }
    if (video.videoWidth > 0) {
      await predict(video);
    }
    requestAnimationFrame(frame);
  };
  button.addEventListener("click", async () => {
    if (opening) {
      return;
    }
    if (stream) {
      stop("The camera is off.");
      return;
    }
    if (!navigator.mediaDevices) {
      say("This browser gives no camera to a page that does not come over https or from a file.");
      return;
    }
    opening = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      stream.getTracks().forEach((track) => track.addEventListener("ended", () => stop("The camera was unplugged.")));
      video.srcObject = stream;
      await video.play();
      button.setAttribute("aria-pressed", "true");
      element("status").setAttribute("aria-live", "off");
      element("result").setAttribute("aria-live", "off");
      frame();
    } catch (error) {
      stop(`There is no camera to see by: ${error.message}.`);
    } finally {
      opening = false;
    }
  });
  stopCamera = () => stop("");
}

/** White on black, as digits are in their data sets. */
function listenForInk() {
  const pad = element("pad");
  pad.height = Math.round(pad.width * data.input[1] / data.input[0]);
  // Each stroke goes to the network's context at once, which is faster from memory.
  const context = pad.getContext("2d", { willReadFrequently: true });
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
      const to = place(event);
      context.beginPath();
      context.moveTo(...last);
      context.lineTo(...to);
      context.stroke();
      last = to;
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
    // Nor is what is predicted just now shown.
    image = next = null;
    element("result").replaceChildren();
  });
  element("pad-box").hidden = data.input[2] !== 1;
}

/** Also when a context that was lost has come back. */
function begin() {
  const { fit } = network.check;
  allowed = fit || insisted;
  element("anyway").hidden = allowed;
  element("sources").hidden = !allowed;
  sayCheck();
  sayDevice();
  say(fit ? "Ready" : `${network.renderer} does not compute as it should.`);
  if (!allowed) {
    stopCamera();
  } else if (image) {
    predict(image);
  }
}

function refuse(error) {
  allowed = false;
  element("sources").hidden = true;
  stopCamera();
  say(`This page cannot compute here: ${error.message}.`);
}

element("anyway").addEventListener("click", () => {
  insisted = allowed = true;
  element("sources").hidden = false;
  element("anyway").hidden = true;
});
network.addEventListener("lost", () => say("The GPU was taken away; waiting for it …"));
network.addEventListener("restored", (event) => event.detail ? refuse(event.detail) : begin());
for (const one of document.querySelectorAll("button, figcaption, #drop span")) {
  write(one, one.textContent);
}
listenForFiles();
listenForCamera();
listenForInk();
network.start().then(begin, (error) => network.gl?.isContextLost() || refuse(error));
