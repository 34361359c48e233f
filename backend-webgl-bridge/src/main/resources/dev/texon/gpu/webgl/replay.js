// Does what a frame of calls says; docs/wire.md describes frames, calls and replies.

export const FRAME_HEADER_BYTES = 16;
const RECORD_HEADER_BYTES = 8;
export const REPLY_HEADER_BYTES = 8;
/** The reply's header, and the error flag in front of bytes. */
const BYTES_HEADER_BYTES = 12;
const RESULT = 1;
const ACKNOWLEDGED = 2;
export const FAILURE = 3;
const LOST = 4;
const GL_VERSION = 0x1f02;

/** The typed array that WebGL takes for each type of texels; half floats travel as their bits. GlElementType.java has the same types. */
const TEXELS = new Map([
  [0x1401, Uint8Array], // UNSIGNED_BYTE
  [0x140b, Uint16Array], // HALF_FLOAT
  [0x8d61, Uint16Array], // HALF_FLOAT_OES
  [0x1406, Float32Array], // FLOAT
]);

/** A typed array over bytes of texels. */
function texels(type, buffer, offset, bytes) {
  const View = TEXELS.get(type);
  if (!View) {
    throw new Error(`texels of type ${type} are unknown`);
  }
  return new View(buffer, offset, Math.floor(bytes / View.BYTES_PER_ELEMENT));
}

/**
 * The calls in the order of their numbers: name, signature (see Opcode.java), and what is done. s is the session, and the rest
 * are the arguments. A result of bytes is an ArrayBuffer with BYTES_HEADER_BYTES of room in front.
 */
export const CALLS = [
  ["createContext", "is>s", (s, version, extensions) => s.open(version, extensions)],
  ["getString", "i>s", (s, name) => String(s.gl.getParameter(name)) + (name === GL_VERSION ? `, ${s.browser}` : "")],
  ["getInteger", "i>i", (s, name) => Number(s.gl.getParameter(name))],
  ["getError", ">i", (s) => s.gl.getError()],
  ["enable", "i", (s, capability) => s.gl.enable(capability)],
  ["disable", "i", (s, capability) => s.gl.disable(capability)],
  ["viewport", "iiii", (s, x, y, width, height) => s.gl.viewport(x, y, width, height)],
  ["colorMask", "iiii", (s, r, g, b, a) => s.gl.colorMask(r !== 0, g !== 0, b !== 0, a !== 0)],
  ["blendFunc", "ii", (s, source, destination) => s.gl.blendFunc(source, destination)],
  ["clearColor", "ffff", (s, r, g, b, a) => s.gl.clearColor(r, g, b, a)],
  ["clear", "i", (s, mask) => s.gl.clear(mask)],
  ["pixelStorei", "ii", (s, name, value) => s.gl.pixelStorei(name, value)],
  ["createTexture", "i", (s, name) => s.add(name, s.gl.createTexture())],
  ["deleteTexture", "i", (s, name) => s.gl.deleteTexture(s.take(name))],
  ["activeTexture", "i", (s, unit) => s.gl.activeTexture(unit)],
  ["bindTexture", "ii", (s, target, name) => s.gl.bindTexture(target, s.get(name))],
  ["texParameteri", "iii", (s, target, name, value) => s.gl.texParameteri(target, name, value)],
  [
    "texImage2D",
    "iiiiiii",
    (s, target, level, internalFormat, width, height, format, type) =>
      s.gl.texImage2D(target, level, internalFormat, width, height, 0, format, type, null),
  ],
  [
    "texSubImage2D",
    "iiiiiiiib",
    (s, target, level, x, y, width, height, format, type, data) =>
      s.gl.texSubImage2D(
        target, level, x, y, width, height, format, type,
        texels(type, data.buffer, data.byteOffset, data.byteLength)),
  ],
  ["generateMipmap", "i", (s, target) => s.gl.generateMipmap(target)],
  ["createFramebuffer", "i", (s, name) => s.add(name, s.gl.createFramebuffer())],
  ["deleteFramebuffer", "i", (s, name) => s.gl.deleteFramebuffer(s.take(name))],
  ["bindFramebuffer", "ii", (s, target, name) => s.gl.bindFramebuffer(target, s.get(name))],
  [
    "framebufferTexture2D",
    "iiiii",
    (s, target, attachment, textureTarget, texture, level) =>
      s.gl.framebufferTexture2D(target, attachment, textureTarget, s.get(texture), level),
  ],
  ["checkFramebufferStatus", "i>i", (s, target) => s.gl.checkFramebufferStatus(target)],
  ["drawBuffers", "i", (s, count) => s.drawBuffers(Array.from({ length: count }, (_, i) => 0x8ce0 + i))],
  [
    "readPixels",
    "iiiiiii>b",
    (s, x, y, width, height, format, type, bytes) => {
      const message = new ArrayBuffer(BYTES_HEADER_BYTES + bytes);
      s.gl.readPixels(x, y, width, height, format, type, texels(type, message, BYTES_HEADER_BYTES, bytes));
      return message;
    },
  ],
  [
    "readPixelsToBuffer",
    "iiiiii",
    (s, x, y, width, height, format, type) => s.gl.readPixels(x, y, width, height, format, type, 0),
  ],
  ["createBuffer", "i", (s, name) => s.add(name, s.gl.createBuffer())],
  ["deleteBuffer", "i", (s, name) => s.gl.deleteBuffer(s.take(name))],
  ["bindBuffer", "ii", (s, target, name) => s.gl.bindBuffer(target, s.get(name))],
  ["bufferData", "ibi", (s, target, data, usage) => s.gl.bufferData(target, data, usage)],
  ["bufferAllocate", "iii", (s, target, bytes, usage) => s.gl.bufferData(target, bytes, usage)],
  [
    "getBufferSubData",
    "ii>b",
    (s, target, bytes) => {
      const message = new ArrayBuffer(BYTES_HEADER_BYTES + bytes);
      s.gl.getBufferSubData(target, 0, new Uint8Array(message, BYTES_HEADER_BYTES, bytes));
      return message;
    },
  ],
  ["createVertexArray", "i", (s, name) => s.add(name, s.gl.createVertexArray())],
  ["deleteVertexArray", "i", (s, name) => s.gl.deleteVertexArray(s.take(name))],
  ["bindVertexArray", "i", (s, name) => s.gl.bindVertexArray(s.get(name))],
  ["enableVertexAttribArray", "i", (s, index) => s.gl.enableVertexAttribArray(index)],
  ["vertexAttribPointer", "ii", (s, index, size) => s.gl.vertexAttribPointer(index, size, 0x1406, false, 0, 0)],
  ["createShader", "ii", (s, name, type) => s.add(name, s.gl.createShader(type))],
  ["deleteShader", "i", (s, name) => s.gl.deleteShader(s.take(name))],
  ["shaderSource", "is", (s, shader, source) => s.gl.shaderSource(s.get(shader), source)],
  ["compileShader", "i", (s, shader) => s.gl.compileShader(s.get(shader))],
  ["compiled", "i>i", (s, shader) => Number(s.gl.getShaderParameter(s.get(shader), 0x8b81))],
  ["getShaderInfoLog", "i>s", (s, shader) => s.gl.getShaderInfoLog(s.get(shader)) ?? ""],
  ["createProgram", "i", (s, name) => s.add(name, s.gl.createProgram())],
  ["deleteProgram", "i", (s, name) => s.deleteProgram(name)],
  ["attachShader", "ii", (s, program, shader) => s.gl.attachShader(s.get(program), s.get(shader))],
  [
    "bindAttribLocation",
    "iis",
    (s, program, index, name) => s.gl.bindAttribLocation(s.get(program), index, name),
  ],
  ["linkProgram", "i", (s, program) => s.gl.linkProgram(s.get(program))],
  ["linked", "i>i", (s, program) => Number(s.gl.getProgramParameter(s.get(program), 0x8b82))],
  ["getProgramInfoLog", "i>s", (s, program) => s.gl.getProgramInfoLog(s.get(program)) ?? ""],
  ["useProgram", "i", (s, program) => s.gl.useProgram(s.get(program))],
  ["getUniformLocation", "iis", (s, location, program, name) => s.addLocation(location, program, name)],
  ["uniform1iv", "iI", (s, location, values) => s.gl.uniform1iv(s.get(location), values)],
  ["uniform1fv", "iF", (s, location, values) => s.gl.uniform1fv(s.get(location), values)],
  ["uniform2fv", "iF", (s, location, values) => s.gl.uniform2fv(s.get(location), values)],
  ["uniform3fv", "iF", (s, location, values) => s.gl.uniform3fv(s.get(location), values)],
  ["uniform4fv", "iF", (s, location, values) => s.gl.uniform4fv(s.get(location), values)],
  ["uniformMatrix4fv", "iF", (s, location, values) => s.gl.uniformMatrix4fv(s.get(location), false, values)],
  ["drawArrays", "iii", (s, mode, first, count) => s.gl.drawArrays(mode, first, count)],
  [
    "fenceSync",
    "i",
    (s, name) => {
      s.add(name, s.gl.fenceSync(0x9117, 0));
      s.gl.flush();
    },
  ],
  ["clientWaitSync", "i>i", (s, sync) => s.reached(s.gl.clientWaitSync(s.get(sync), 0, 0))],
  ["deleteSync", "i", (s, sync) => s.gl.deleteSync(s.take(sync))],
  ["createQuery", "i", (s, name) => s.add(name, s.timer.create())],
  ["deleteQuery", "i", (s, query) => s.timer.delete(s.take(query))],
  ["beginTimeQuery", "i", (s, query) => s.timer.begin(s.get(query))],
  ["endTimeQuery", "", (s) => s.timer.end()],
  ["queryAvailable", "i>i", (s, query) => Number(s.timer.available(s.get(query)))],
  ["queryNanoseconds", "i>d", (s, query) => s.timer.nanoseconds(s.get(query))],
  ["flush", "", (s) => s.gl.flush()],
  ["finish", ">i", (s) => s.finish()],
  ["loseContext", "", (s) => s.loseContext()],
  ["blendEquation", "i", (s, mode) => s.gl.blendEquation(mode)],
];

/** The calls as they are decoded. Most have ints alone, at most four, and are called without an array of arguments. */
const DECODED = CALLS.map(([, signature, action]) => {
  const [letters, result] = signature.split(">");
  return { letters, result, action, fewInts: /^i{0,4}$/.test(letters) };
});

/** Timer queries: WebGL 2 has them in the API, WebGL 1 in the extension. */
function createTimer(gl, extensions) {
  const ext2 = extensions.get("EXT_disjoint_timer_query_webgl2");
  const ext1 = extensions.get("EXT_disjoint_timer_query");
  const ext = ext2 ?? ext1;
  const disjoint = () => gl.getParameter(ext.GPU_DISJOINT_EXT);
  if (ext2) {
    return {
      create: () => gl.createQuery(),
      delete: (query) => gl.deleteQuery(query),
      begin: (query) => gl.beginQuery(ext.TIME_ELAPSED_EXT, query),
      end: () => gl.endQuery(ext.TIME_ELAPSED_EXT),
      available: (query) => gl.getQueryParameter(query, gl.QUERY_RESULT_AVAILABLE),
      nanoseconds: (query) => (disjoint() ? -1 : gl.getQueryParameter(query, gl.QUERY_RESULT)),
    };
  }
  if (ext1) {
    return {
      create: () => ext.createQueryEXT(),
      delete: (query) => ext.deleteQueryEXT(query),
      begin: (query) => ext.beginQueryEXT(ext.TIME_ELAPSED_EXT, query),
      end: () => ext.endQueryEXT(ext.TIME_ELAPSED_EXT),
      available: (query) => ext.getQueryObjectEXT(query, ext.QUERY_RESULT_AVAILABLE_EXT),
      nanoseconds: (query) => (disjoint() ? -1 : ext.getQueryObjectEXT(query, ext.QUERY_RESULT_EXT)),
    };
  }
  return null;
}

/** The objects by their names, the context, and what replies are made of. */
export class Session {
  constructor(createContext, send) {
    this.createContext = createContext;
    this.send = send;
    this.objects = new Map();
    this.locations = new Map();
    this.decoder = new TextDecoder();
    this.encoder = new TextEncoder();
    this.gl = null;
    this.lossReason = "isContextLost";
    this.browser = "";
  }

  open(version, wanted) {
    const gl = this.createContext(version, (reason) => this.lost(reason));
    this.gl = gl;
    this.extensions = new Map();
    for (const name of wanted.split(" ")) {
      const extension = gl.getExtension(name);
      if (extension) {
        this.extensions.set(name, extension);
      }
    }
    this.timer = createTimer(gl, this.extensions);
    // Texels arrive as they are sent: not flipped, not multiplied, not converted to another color space.
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    return [...this.extensions.keys()].join(" ");
  }

  add(name, object) {
    this.objects.set(name, object);
  }

  get(name) {
    return this.objects.get(name) ?? null;
  }

  take(name) {
    const object = this.get(name);
    this.objects.delete(name);
    return object;
  }

  addLocation(name, program, text) {
    this.add(name, this.gl.getUniformLocation(this.get(program), text));
    this.locations.set(program, [...(this.locations.get(program) ?? []), name]);
  }

  deleteProgram(name) {
    for (const location of this.locations.get(name) ?? []) {
      this.objects.delete(location);
    }
    this.locations.delete(name);
    this.gl.deleteProgram(this.take(name));
  }

  drawBuffers(attachments) {
    const extension = this.extensions.get("WEBGL_draw_buffers");
    if (extension) {
      extension.drawBuffersWEBGL(attachments);
    } else if (this.gl.drawBuffers) {
      this.gl.drawBuffers(attachments);
    } else if (attachments.length !== 1) {
      throw new Error(`WEBGL_draw_buffers is missing, and ${attachments.length} draw buffers are set`);
    }
  }

  /** WAIT_FAILED comes of a lost context or a wrong name; waiting for it would never end. */
  reached(status) {
    if (status === 0x911d) {
      throw new Error("clientWaitSync fails");
    }
    return Number(status === 0x911a || status === 0x911c);
  }

  /** Browsers treat WebGL's own finish as a flush; reading a pixel waits. */
  finish() {
    const { gl } = this;
    const framebuffer = gl.getParameter(gl.FRAMEBUFFER_BINDING);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    return 0;
  }

  loseContext() {
    this.lossReason = "WEBGL_lose_context was asked to lose it";
    this.extensions.get("WEBGL_lose_context").loseContext();
  }

  /** Decodes one frame and does what it says. */
  run(buffer) {
    const view = new DataView(buffer);
    const end = FRAME_HEADER_BYTES + view.getUint32(8, true);
    if (end + view.getUint32(12, true) !== buffer.byteLength) {
      throw new Error(`a frame of ${buffer.byteLength} bytes contradicts its header`);
    }
    // The machine is little-endian, as texels and buffers in the page are, too.
    const words = new Int32Array(buffer, 0, end >> 2);
    let sequence = view.getUint32(4, true);
    for (let at = FRAME_HEADER_BYTES; at < end; ) {
      const opcode = words[at >> 2];
      const length = words[(at >> 2) + 1];
      at += RECORD_HEADER_BYTES;
      try {
        this.call(sequence, opcode, view, words, at, length, end);
      } catch (error) {
        this.fail(sequence, opcode, String(error));
      }
      at += length;
      sequence = (sequence + 1) >>> 0;
    }
    if (this.gl?.isContextLost()) {
      this.lost(this.lossReason);
    }
    const acknowledgement = this.message(ACKNOWLEDGED, view.getUint32(0, true), 4);
    acknowledgement.setUint32(REPLY_HEADER_BYTES, buffer.byteLength, true);
    this.send(acknowledgement.buffer);
  }

  call(sequence, opcode, view, words, at, length, bulk) {
    const entry = DECODED[opcode];
    if (!entry) {
      throw new Error(`opcode ${opcode} is unknown`);
    }
    const { letters, result, action } = entry;
    let value;
    if (entry.fewInts && length === 4 * letters.length) {
      const first = at >> 2;
      // What lies behind the last argument is ignored, like every argument too many.
      value = action(this, words[first], words[first + 1], words[first + 2], words[first + 3]);
    } else {
      value = action(this, ...this.decode(letters, view, at, length, bulk));
    }
    if (result) {
      if (this.gl.isContextLost()) {
        this.lost(this.lossReason);
      } else {
        this.result(sequence, result, value);
      }
    }
  }

  decode(letters, view, at, length, bulk) {
    const values = [];
    const end = at + length;
    const { buffer } = view;
    for (const letter of letters) {
      const first = letter === "f" ? view.getFloat32(at, true) : view.getInt32(at, true);
      at += 4;
      if (letter === "i" || letter === "f") {
        values.push(first);
      } else if (letter === "I" || letter === "F") {
        values.push(letter === "I" ? new Int32Array(buffer, at, first) : new Float32Array(buffer, at, first));
        at += 4 * first;
      } else {
        const bytes = new Uint8Array(buffer, bulk + first, view.getInt32(at, true));
        values.push(letter === "s" ? this.decoder.decode(bytes) : bytes);
        at += 4;
      }
    }
    if (at !== end) {
      throw new Error(`${length} bytes of arguments do not fit the signature '${letters}'`);
    }
    return values;
  }

  /** A reply with its header, and so many bytes of content. */
  message(kind, sequence, bytes) {
    const view = new DataView(new ArrayBuffer(REPLY_HEADER_BYTES + bytes));
    view.setUint32(0, kind, true);
    view.setUint32(4, sequence, true);
    return view;
  }

  text(kind, sequence, text, extra) {
    const encoded = this.encoder.encode(text);
    const view = this.message(kind, sequence, extra + encoded.length);
    new Uint8Array(view.buffer).set(encoded, REPLY_HEADER_BYTES + extra);
    return view;
  }

  result(sequence, letter, value) {
    if (letter === "b") {
      const view = new DataView(value);
      view.setUint32(0, RESULT, true);
      view.setUint32(4, sequence, true);
      view.setUint32(REPLY_HEADER_BYTES, this.gl.getError(), true);
      this.send(value);
    } else if (letter === "s") {
      this.send(this.text(RESULT, sequence, value, 0).buffer);
    } else {
      const view = this.message(RESULT, sequence, letter === "d" ? 8 : 4);
      if (letter === "d") {
        view.setFloat64(REPLY_HEADER_BYTES, value, true);
      } else {
        view.setInt32(REPLY_HEADER_BYTES, value, true);
      }
      this.send(view.buffer);
    }
  }

  fail(sequence, opcode, text) {
    const view = this.text(FAILURE, sequence, text, 4);
    view.setUint32(REPLY_HEADER_BYTES, opcode, true);
    this.send(view.buffer);
  }

  lost(reason) {
    this.send(this.text(LOST, 0, `the WebGL context is lost (${reason || "the browser does not say why"})`, 0).buffer);
  }
}
