import { connect } from "./bridge.js";

/** A context as a GPGPU program needs it: no antialiasing, no depth, no stencil, the drawing buffer preserved. */
function createContext(version, lost) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  let reason = "";
  canvas.addEventListener("webglcontextcreationerror", (event) => {
    reason = event.statusMessage;
  });
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    lost(event.statusMessage);
  });
  const gl = canvas.getContext(version === 2 ? "webgl2" : "webgl", {
    alpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer: true,
    powerPreference: "high-performance",
  });
  if (!gl) {
    throw new Error(`the browser gives no WebGL ${version} context: ${reason || "it does not say why"}`);
  }
  return gl;
}

connect(createContext);
