import { connect } from "./bridge.js";

// Records every call; getProgramInfoLog(null) returns the record as JSON and begins a new one.
let calls = [];
let created = 0;

function plain(value) {
  if (ArrayBuffer.isView(value)) {
    return [value.constructor.name, ...value];
  }
  return value?.recorded ?? value;
}

const RESULTS = {
  getParameter: () => 4711,
  getError: () => 1280,
  checkFramebufferStatus: () => 36053,
  getShaderParameter: () => true,
  getProgramParameter: () => true,
  getShaderInfoLog: () => "a log, ünïcode",
  getProgramInfoLog: () => "another log",
  clientWaitSync: () => 0x911c,
  getQueryParameter: (query, name) => (name === 0x8867 ? true : 123456789012),
  readPixels: (x, y, width, height, format, type, into) => into.fill?.(7),
  getBufferSubData: (target, offset, into) => into.fill(9),
  isContextLost: () => false,
  getExtension: (name) =>
    name === "EXT_disjoint_timer_query_webgl2"
      ? { TIME_ELAPSED_EXT: 35007, GPU_DISJOINT_EXT: 36795 }
      : name === "WEBGL_lose_context"
        ? { loseContext: () => calls.push(["loseContext"]) }
        : null,
};

connect(
  (version) =>
    new Proxy(
      {},
      {
        get: (_, name) => {
          if (name in WebGL2RenderingContext) {
            return WebGL2RenderingContext[name];
          }
          return (...values) => {
            if (name === "getProgramInfoLog" && values[0] === null) {
              const record = JSON.stringify(calls);
              calls = [];
              return record;
            }
            if (name === "getParameter" && values[0] === 36795) {
              return false;
            }
            if (name !== "isContextLost") {
              calls.push([name, ...values.map(plain)]);
            }
            if (name.startsWith("create") || name === "getUniformLocation" || name === "fenceSync") {
              created += 1;
              return { recorded: `${name}#${created}` };
            }
            return RESULTS[name]?.(...values);
          };
        },
      },
    ),
);
