// Depthwise convolution as in depthwise, of TARGETS rows of an image at once: row y of the output goes to y0, y1, … by y modulo TARGETS, in
// row y / TARGETS there. It goes over the ROWS rows of the input that the windows cover together: each texel is fetched once, and
// multiplied wherever it counts. Rows before PADDING may lie above the image, and those from BELOW on below it. Reads x0, … of SOURCES
// textures whose rows are interleaved in the same way, weights (texels); uniform vec2 block as in depthwise.
#include "networks/layout"
#slot activation
#slot store
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT / TARGETS);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  int top = row.y * TARGETS * STRIDE - PADDING;
  int left = column.y * STRIDE - PADDING;
  float px = float(column.x * IN_WIDTH + left) + 0.5;
#include "networks/interleaved_source"
  vec4 v;
#for k in 0..TAPS
  vec4 w{k} = fetch_weights(at + ivec2({k}, 0));
#end
#for t in 0..TARGETS
  vec4 sum{t} = fetch_weights(at + ivec2(TAPS, 0));
#end
#for r in 0..ROWS
#for c in 0..KERNEL_WIDTH
  v = fetch_x{(r - PADDING) % SOURCES}(vec2(px + {c}.0, py + {(r - PADDING) / SOURCES}.0));
#if PADDING > 0
  v =
#if r < PADDING
      top + {r} >= 0 &&
#endif
#if r >= BELOW
      top + {r} < IN_HEIGHT &&
#endif
      left + {c} >= 0 && left + {c} < IN_WIDTH ? v : vec4(0.0);
#endif
#for t in 0..TARGETS
#if r >= t * STRIDE && r < t * STRIDE + KERNEL_HEIGHT
  sum{t} += v * w{(r - t * STRIDE) * KERNEL_WIDTH + c};
#endif
#end
#end
#end
#for t in 0..TARGETS
  y{t} = store(masked(activate(sum{t}), column.x, OUT_CHANNELS));
#end
}
