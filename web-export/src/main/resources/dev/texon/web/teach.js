/** Steps between two readings of what has been learned. */
const STEPS = 10;
/** Milliseconds from one image of the camera to the next while a button is held. */
const HELD = 200;
const THUMBNAILS = 6;
const THUMBNAIL = 40;

const element = (id) => document.getElementById(id);
const data = JSON.parse(element("data").textContent);
const body = new Network(data.body);
const head = new Head(data.head);
const trainer = new Trainer(data.training, data.file.head);
const names = Array.from({ length: data.training.classes }, (_, i) => `class ${i + 1}`);
const networks = [body, head, trainer];

let video = null;
/** A button that is disabled would lose the keyboard. */
let opening = false;
let shown = null;
/** What is predicted next. */
let next = null;
let predicting = false;
let training = false;
let taught = false;

function say(text) {
  element("status").textContent = text;
}

function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function ready() {
  return networks.every((network) => network.variant);
}

/** What the self-tests have found: the worst of them. */
function sayDevice() {
  const tested = networks.filter(({ check }) => check.bits !== null);
  element("check").textContent = tested.length === 0
    ? "Not compared with Java."
    : `Self-test: predictions and training agree with Java to ${Math.min(...tested.map(({ check }) => check.bits))} bits.`;
  const { webgl, storage } = trainer.variant;
  element("device").textContent = `${trainer.renderer}, WebGL ${webgl}, ${storage}`;
}

/** Does something, and says what went wrong. */
async function guarded(action) {
  try {
    await action();
  } catch (error) {
    if (ready()) {
      say(`That does not work: ${error.message}.`);
    }
  }
}

/** A class: its name, its images, and how it gets more. */
function card(label) {
  const count = make("output", {});
  const thumbnails = make("div", { className: "thumbnails" });
  const name = make("input", { type: "text", value: names[label], maxLength: 60 });
  name.setAttribute("aria-label", `Name of class ${label + 1}`);
  name.addEventListener("input", () => {
    names[label] = name.value;
  });
  const add = async (source) => {
    const features = await body.predict(source);
    await trainer.add(features, label);
    thumbnails.prepend(thumbnail(source));
    update();
  };
  const update = () => {
    count.textContent = `${trainer.counts[label]} images`;
    while (thumbnails.children.length > Math.min(THUMBNAILS, trainer.counts[label])) {
      thumbnails.lastChild.remove();
    }
  };
  const shoot = make("button", { type: "button", textContent: "Add from camera" });
  let held = 0;
  const shot = () => guarded(async () => {
    if (!video) {
      throw new Error("the camera is off");
    }
    await add(video);
    if (held) {
      held = setTimeout(shot, HELD);
    }
  });
  shoot.addEventListener("click", (event) => {
    // By keyboard; a pointer has done so when it went down.
    if (event.detail === 0) {
      shot();
    }
  });
  shoot.addEventListener("pointerdown", () => {
    held = -1;
    shot();
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    shoot.addEventListener(end, () => {
      clearTimeout(held);
      held = 0;
    });
  }
  const files = make("input", { type: "file", accept: "image/*", multiple: true });
  files.setAttribute("aria-label", `Images of class ${label + 1}`);
  files.addEventListener("change", () => guarded(async () => {
    for (const file of files.files) {
      const bitmap = await createImageBitmap(file, { premultiplyAlpha: "none" }).catch(() => {
        throw new Error(`${file.name} is no image that the browser can read`);
      });
      await add(bitmap);
      bitmap.close();
    }
  }));
  const undo = make("button", { type: "button", textContent: "Undo" });
  undo.addEventListener("click", () => guarded(async () => {
    await trainer.undo(label);
    thumbnails.firstChild?.remove();
    update();
  }));
  update();
  return make("fieldset", { className: "class" }, name, count, shoot, files, undo, thumbnails);
}

function thumbnail(source) {
  const canvas = make("canvas", { width: THUMBNAIL, height: THUMBNAIL });
  canvas.getContext("2d").drawImage(source, 0, 0, THUMBNAIL, THUMBNAIL);
  return canvas;
}

/** Trains until it is stopped, and reads what it has learned from time to time. */
async function train() {
  const button = element("train");
  if (training) {
    training = false;
    return;
  }
  if (trainer.counts.filter((count) => count > 0).length < 2) {
    say("Give at least two classes some images first.");
    return;
  }
  training = true;
  button.textContent = "Stop";
  button.setAttribute("aria-pressed", "true");
  say("Training …");
  while (training) {
    await guarded(async () => {
      await trainer.train(STEPS);
      await learned(await trainer.read());
    });
    while (training && !ready()) {
      await sleep(100);
    }
    // The page is drawn, and hears its visitor.
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, 100);
      requestAnimationFrame(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  button.textContent = "Train";
  button.setAttribute("aria-pressed", "false");
  say("Trained.");
}

/** What has been learned predicts from now on. */
async function learned(texels) {
  await head.setParameters(texels);
  taught = true;
  const { steps, loss, accuracy } = trainer;
  element("progress").textContent = steps === 0
    ? ""
    : `${steps} steps, loss ${loss.toFixed(3)}, ${(100 * accuracy).toFixed(0)} % of the last images right`;
  if (shown && !video) {
    await predict(shown);
  }
}

/** Predicts an image, or remembers it while another is predicted; the last one counts. */
async function predict(source) {
  next = source;
  if (predicting) {
    return;
  }
  predicting = true;
  try {
    while (next && taught && ready()) {
      const current = next;
      next = null;
      const start = performance.now();
      const outputs = await head.predict(await body.predict(current));
      if (!next) {
        showResult(outputs);
      }
      if (!training) {
        say(`${(performance.now() - start).toFixed(1)} ms`);
      }
    }
  } finally {
    predicting = false;
  }
}

/** Classes without images are left out. */
function showResult(outputs) {
  const { counts } = trainer;
  const known = names.map((_, i) => i).filter((i) => counts[i] > 0 || counts.every((count) => count === 0));
  known.sort((a, b) => outputs[b] - outputs[a]);
  element("result").replaceChildren(...known.map((i) => {
    const meter = make("meter", { value: outputs[i] });
    meter.setAttribute("aria-label", names[i]);
    return make(
      "li", {}, make("span", { className: "name", dir: "auto", textContent: names[i] }), meter,
      make("span", { className: "share", textContent: `${(100 * outputs[i]).toFixed(1)} %` }));
  }));
}

function view(source) {
  const canvas = element("view");
  canvas.hidden = false;
  const [width, height] = sizeOf(source);
  canvas.height = Math.round(canvas.width * height / width);
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
}

async function toggleCamera() {
  const button = element("camera");
  const stop = () => {
    video?.srcObject.getTracks().forEach((track) => track.stop());
    video = null;
    element("view").hidden = true;
    button.setAttribute("aria-pressed", "false");
  };
  if (video) {
    stop();
    return;
  }
  if (!navigator.mediaDevices) {
    throw new Error("this browser gives no camera to a page that does not come over https or from a file");
  }
  if (opening) {
    return;
  }
  opening = true;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    stream.getTracks().forEach((track) => track.addEventListener("ended", stop));
    const opened = make("video", { muted: true, playsInline: true, srcObject: stream });
    await opened.play();
    video = opened;
    button.setAttribute("aria-pressed", "true");
    frames();
  } finally {
    opening = false;
  }
}

async function frames() {
  while (video) {
    if (video.videoWidth > 0) {
      view(video);
      await guarded(() => predict(video));
    }
    await new Promise(requestAnimationFrame);
  }
}

async function open(file) {
  const bitmap = await createImageBitmap(file, { premultiplyAlpha: "none" }).catch(() => {
    throw new Error("this file is no image that the browser can read");
  });
  shown?.close();
  shown = bitmap;
  view(bitmap);
  if (!taught) {
    throw new Error("it has learned nothing yet; train first");
  }
  await predict(bitmap);
}

async function save() {
  const bytes = await networkFile(data.file, body, await trainer.read(), names);
  const link = make("a", { href: URL.createObjectURL(new Blob([bytes])), download: `${data.title}.texon` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function load(file) {
  const { classes, head: numbers } = await readNetworkFile(data.file, body, new Uint8Array(await file.arrayBuffer()));
  await trainer.begin(numbers);
  classes.forEach((name, i) => {
    names[i] = name;
    document.querySelectorAll("#classes input[type=text]")[i].value = name;
  });
  await learned(await trainer.read());
  say(`Loaded ${file.name}`);
}

async function begin() {
  for (const network of networks) {
    await network.start();
    if (!network.check.fit) {
      throw new Error(`${network.renderer} agrees with Java to ${network.check.bits} bits only`);
    }
  }
  sayDevice();
  element("sources").hidden = false;
  say("Ready");
}

/** A context that has come back knows what was read last. */
async function restored({ detail }) {
  if (detail) {
    say(`This page cannot compute here: ${detail.message}.`);
  } else if (ready()) {
    say("The GPU is back.");
    await guarded(async () => taught && learned(await trainer.read()));
  }
}

for (const network of networks) {
  network.addEventListener("lost", () => say("The GPU was taken away; waiting for it …"));
  network.addEventListener("restored", restored);
}
element("classes").append(...names.map((_, label) => card(label)));
element("train").addEventListener("click", train);
element("camera").addEventListener("click", () => guarded(toggleCamera));
element("file").addEventListener("change", (event) => guarded(() => open(event.target.files[0])));
element("save").addEventListener("click", () => guarded(save));
element("load").addEventListener("change", (event) => guarded(() => load(event.target.files[0])));
begin().catch((error) => say(`This page cannot compute here: ${error.message}.`));
