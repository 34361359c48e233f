/** The network's name of its vertex array: Java's names are positive. */
const VERTEX_ARRAY = -1;
const NEAREST = 0x2600;
const CLAMP_TO_EDGE = 0x812f;
/** A network takes no more, whatever the GPU has. */
const UNITS = 16;
const SHOWN = 5;

/** A network on a context that others may draw with, too. */
class ModuleNetwork extends Network {
  get columns() {
    return this._data.columns ?? [];
  }

  get targets() {
    return this._data.targets ?? null;
  }

  get probabilities() {
    return this._data.probabilities;
  }

  /** All that others may have set and that changes what passes do. */
  enter(session) {
    super.enter(session);
    const { gl } = this;
    gl.blendFunc(gl.ONE, gl.ONE);
    gl.blendEquation(gl.FUNC_ADD);
    gl.pixelStorei(gl.PACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    if (!isWebGl2(gl)) {
      this.#bindCorners(session);
      return;
    }
    gl.disable(gl.RASTERIZER_DISCARD);
    defaultStore(gl);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
    for (let unit = 0; unit < UNITS; unit++) {
      gl.bindSampler(unit, null);
    }
    if (!session.get(VERTEX_ARRAY)) {
      session.add(VERTEX_ARRAY, gl.createVertexArray());
    }
    gl.bindVertexArray(session.get(VERTEX_ARRAY));
  }

  /** WebGL 1 has one array of attributes for all. The network has one buffer, of the corners. */
  #bindCorners(session) {
    const { gl } = this;
    gl.getExtension("OES_vertex_array_object")?.bindVertexArrayOES(null);
    const corners = [...session.objects.values()].find((object) => object instanceof WebGLBuffer);
    if (corners) {
      gl.bindBuffer(gl.ARRAY_BUFFER, corners);
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
      gl.getExtension("ANGLE_instanced_arrays")?.vertexAttribDivisorANGLE(0, 0);
    }
  }

  /** What the network has set is again as in a new context, but for what units hold. */
  leave() {
    const { gl } = this;
    gl.disable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ZERO);
    gl.blendEquation(gl.FUNC_ADD);
    gl.enable(gl.DITHER);
    gl.colorMask(true, true, true, true);
    gl.pixelStorei(gl.PACK_ALIGNMENT, 4);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.BROWSER_DEFAULT_WEBGL);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
    gl.useProgram(null);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    if (isWebGl2(gl)) {
      gl.bindVertexArray(null);
    }
  }

  async run(source, texture, options = {}) {
    const { gl } = this;
    return this.draw(source, options, ([x, y, width, height]) => {
      if (!isWebGl2(gl)) {
        throw new Error("run needs WebGL 2, and this browser gives WebGL 1; take predict");
      }
      gl.bindTexture(gl.TEXTURE_2D, texture);
      if (gl.getParameter(gl.TEXTURE_BINDING_2D) !== texture || !texture) {
        throw new Error("run fills a 2D texture that net.gl has made");
      }
      const format = this.variant.storage === "float32" ? gl.RGBA32F : gl.RGBA16F;
      gl.copyTexImage2D(gl.TEXTURE_2D, 0, format, x, y, width, height, 0);
      // Not all GPUs filter floats, and without mip levels the usual filter is none.
      for (const [name, value] of [
        [gl.TEXTURE_MIN_FILTER, NEAREST],
        [gl.TEXTURE_MAG_FILTER, NEAREST],
        [gl.TEXTURE_WRAP_S, CLAMP_TO_EDGE],
        [gl.TEXTURE_WRAP_T, CLAMP_TO_EDGE],
      ]) {
        gl.texParameteri(gl.TEXTURE_2D, name, value);
      }
      gl.bindTexture(gl.TEXTURE_2D, null);
      return { width, height };
    });
  }

  top(outputs, count = SHOWN) {
    return Array.from(outputs, (value, index) => ({ name: this.classes[index] ?? `output ${index + 1}`, index, value }))
      .sort((one, other) => other.value - one.value)
      .slice(0, count);
  }

  image(outputs) {
    const [width, height, channels] = this.output;
    if (channels === 2 || channels > 4) {
      throw new Error(`an image has 1, 3 or 4 channels, and the output has ${channels}`);
    }
    const pixels = new ImageData(width, height);
    for (let i = 0; i < pixels.data.length; i++) {
      const c = i % 4;
      pixels.data[i] = 255 * (c === 3 && channels < 4 ? 1 : outputs[channels * (i - c) / 4 + c % channels]);
    }
    return pixels;
  }
}

function isWebGl2(gl) {
  return typeof WebGL2RenderingContext !== "undefined" && gl instanceof WebGL2RenderingContext;
}

/** How rows lie in memory, in WebGL 2. */
function defaultStore(gl) {
  for (const name of ["ROW_LENGTH", "SKIP_ROWS", "SKIP_PIXELS"]) {
    gl.pixelStorei(gl[`PACK_${name}`], 0);
    gl.pixelStorei(gl[`UNPACK_${name}`], 0);
  }
}

async function load(canvas) {
  const network = new ModuleNetwork(data, canvas);
  try {
    await network.start();
  } catch (error) {
    network.dispose();
    throw error;
  }
  return network;
}
