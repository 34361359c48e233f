"use strict";

// Workloads of Workloads.java by WebGL 2 calls written out.

const canvas = document.createElement("canvas");
const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, stencil: false });

// ---- GL

function program(source) {
  const linked = gl.createProgram();
  const vertices = "#version 300 es\nin vec2 corner;\nvoid main() { gl_Position = vec4(corner, 0.0, 1.0); }\n";
  const fragments = "#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n" + source;
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, vertices],
    [gl.FRAGMENT_SHADER, fragments],
  ]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(linked, shader);
    gl.deleteShader(shader);
  }
  gl.bindAttribLocation(linked, 0, "corner");
  gl.linkProgram(linked);
  if (!gl.getProgramParameter(linked, gl.LINK_STATUS)) {
    throw new Error("a program does not link");
  }
  return linked;
}

function texture(width, height, numbers = null) {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, width, height);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  if (numbers) {
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.FLOAT, numbers);
  }
  return made;
}

function target(...textures) {
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  textures.forEach((one, i) => {
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, one, 0);
  });
  gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
  return framebuffer;
}

/** Reads texels of an attachment of the bound framebuffer, and waits. */
function read(attachment, x, y, width, height) {
  gl.readBuffer(gl.COLOR_ATTACHMENT0 + attachment);
  const numbers = new Float32Array(4 * width * height);
  gl.readPixels(x, y, width, height, gl.RGBA, gl.FLOAT, numbers);
  return numbers;
}

// ---- Workloads

/** Passes whose calls are those that no driver can leave out: change the target and the texture, and draw. */
function tiny({ side, passes, targets: written }) {
  if (written === "NEW") {
    // Who writes out the calls keeps two textures.
    return { ways: [], keep: [] };
  }
  const next = program("uniform sampler2D x;\nout vec4 y;\nvoid main() { y = texelFetch(x, ivec2(gl_FragCoord.xy), 0) + 1.0; }\n");
  const source = texture(side, side, Float32Array.from({ length: 4 * side * side }, (_, i) => i));
  const both = [texture(side, side), texture(side, side)];
  const targets = both.map((one) => target(one));
  const result = () => {
    gl.useProgram(next);
    gl.viewport(0, 0, side, side);
    gl.bindTexture(gl.TEXTURE_2D, source);
    gl.bindFramebuffer(gl.FRAMEBUFFER, targets[0]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    for (let i = 1; i < passes; i++) {
      if (written === "TWO") {
        gl.bindFramebuffer(gl.FRAMEBUFFER, targets[i % 2]);
        gl.bindTexture(gl.TEXTURE_2D, both[(i + 1) % 2]);
      }
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
    return [...read(0, 0, 0, side, side)];
  };
  const run = (times) => {
    for (let i = 0; i < times; i++) {
      result();
    }
  };
  return { ways: [{ name: "", run, result }], keep: [source, ...both, ...targets, next] };
}

/** A fragment computes so many rows by four columns of the product into as many targets, with K unrolled by four. */
const product = (block) => `
  uniform sampler2D a;
  uniform sampler2D b;
  uniform int terms;
  uniform int rows;
  ${Array.from({ length: block }, (_, i) => `layout(location = ${i}) out vec4 y${i};`).join("\n")}
  void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    ${Array.from({ length: block }, (_, i) => `vec4 sum${i} = vec4(0.0);`).join("\n")}
    vec2 scale = 1.0 / vec2(textureSize(a, 0));
    vec2 shrink = 1.0 / vec2(textureSize(b, 0));
    for (int k = 0; k < terms; k++) {
      ${Array.from({ length: 4 }, (_, j) => `vec4 b${j} = texture(b, (vec2(at.x, 4 * k + ${j}) + 0.5) * shrink);`).join("\n")}
      vec4 row;
      ${Array.from(
        { length: block },
        (_, i) => `row = texture(a, (vec2(k, at.y + ${i} * rows) + 0.5) * scale);
      sum${i} += row.x * b0 + row.y * b1 + row.z * b2 + row.w * b3;`,
      ).join("\n")}
    }
    ${Array.from({ length: block }, (_, i) => `y${i} = sum${i};`).join("\n")}
  }
`;

function matmul({ side }) {
  const block = gl.getParameter(gl.MAX_DRAW_BUFFERS) < 8 ? 4 : 8;
  const multiply = program(product(block));
  const quads = side / 4;
  const rows = side / block;
  const a = texture(quads, side, Float32Array.from({ length: side * side }, (_, i) => value(INPUT, i)));
  const weights = new Float32Array(side * side);
  const bound = Math.fround(Math.sqrt(3 / side));
  for (let i = 0; i < weights.length; i++) {
    // In Java's order units × inputs.
    weights[(i % side) * side + Math.floor(i / side)] = bound * value(LAYERS, i);
  }
  const b = texture(quads, side, weights);
  // Two sets that take turns: a driver may leave out what is drawn over before anybody looks.
  const sets = [0, 1].map(() => Array.from({ length: block }, () => texture(quads, rows)));
  const targets = sets.map((set) => target(...set));
  const draw = (turn) => {
    gl.bindFramebuffer(gl.FRAMEBUFFER, targets[turn % 2]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
  const begin = () => {
    gl.useProgram(multiply);
    gl.viewport(0, 0, quads, rows);
    gl.uniform1i(gl.getUniformLocation(multiply, "a"), 0);
    gl.uniform1i(gl.getUniformLocation(multiply, "b"), 1);
    gl.uniform1i(gl.getUniformLocation(multiply, "terms"), quads);
    gl.uniform1i(gl.getUniformLocation(multiply, "rows"), rows);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, b);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, a);
  };
  const result = () => {
    begin();
    draw(0);
    return [side / 2 - 1, side - 1].flatMap((row) => [...read(Math.floor(row / rows), 0, row % rows, quads, 1)]);
  };
  const run = (times) => {
    begin();
    for (let i = 0; i < times; i++) {
      draw(i);
    }
    read(0, 0, 0, 1, 1);
  };
  return { ways: [{ name: `${block} targets`, run, result }], keep: [a, b, ...sets.flat(), ...targets, multiply] };
}

// ---- What guest.js asks

const peer = {
  workloads: { tiny, matmul },
  async start() {
    if (!gl || !gl.getExtension("EXT_color_buffer_float")) {
      throw new Error("WebGL 2 with EXT_color_buffer_float is missing");
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  },
  facts() {
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    return {
      float32: true,
      api: gl.getParameter(gl.VERSION),
      renderer: info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : gl.getParameter(gl.RENDERER),
      version: navigator.userAgent,
    };
  },
  take() {},
  close(keep) {
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    for (const one of keep) {
      gl.deleteTexture(one instanceof WebGLTexture ? one : null);
      gl.deleteFramebuffer(one instanceof WebGLFramebuffer ? one : null);
      gl.deleteProgram(one instanceof WebGLProgram ? one : null);
    }
  },
};
