// Convolution as in convolution, of TARGETS rows of an image at once, as interleaved_depthwise does it: a weight is fetched once for all of
// them, and a texel of the input once for all windows that cover it. The weights of a column of taps begin at c and, in the other bands, at c1, c2, c3; the
// rows of the input that the windows cover together are v0, v1, …
#include "networks/layout"
#slot activation
#slot store
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT / TARGETS);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  ivec2 b = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 bias = vec4(fetch_weights(b).r, fetch_weights(b + ivec2(0, BAND)).r, fetch_weights(b + ivec2(0, 2 * BAND)).r,
      fetch_weights(b + ivec2(0, 3 * BAND)).r);
#for t in 0..TARGETS
  vec4 sum{t} = bias;
#end
  int top = row.y * TARGETS * STRIDE - PADDING;
#include "networks/interleaved_source"
  float c1 = float(at.y + BAND) + 0.5;
  float c2 = c1 + float(BAND);
  float c3 = c2 + float(BAND);
  vec4 w0;
  vec4 w1;
  vec4 w2;
  vec4 w3;
  for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
    int ix = column.y * STRIDE + kx - PADDING;
#if PADDING > 0
    if (ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
    vec2 c = vec2(at + ivec2(kx * IN_GROUPS, 0)) + 0.5;
    float px = float(ix) + 0.5;
    for (int i = 0; i < IN_GROUPS; i++) {
      // Windows are too short for a row that may lie above the image for one fragment and below it for another.
#for r in 0..ROWS
      vec4 v{r} =
#if r < PADDING
          top + {r} >= 0 ?
#elif r >= BELOW
          top + {r} < IN_HEIGHT ?
#endif
          fetch_x{(r - PADDING) % SOURCES}(vec2(px, py + {(r - PADDING) / SOURCES}.0))
#if r < PADDING || r >= BELOW
          : vec4(0.0)
#endif
          ;
#end
#for k in 0..KERNEL_HEIGHT
      w0 = fetch_weights(vec2(c.x + {k * KERNEL_WIDTH * IN_GROUPS}.0, c.y));
#for b in 1..4
      w{b} = fetch_weights(vec2(c.x + {k * KERNEL_WIDTH * IN_GROUPS}.0, c{b}));
#end
#if IN_CHANNELS == 1
      w0 = vec4(w0.r, w1.r, w2.r, w3.r);
#endif
#for t in 0..TARGETS
#if IN_CHANNELS == 1
      sum{t} += v{t * STRIDE + k}.r * w0;
#else
      sum{t} += vec4(dot(v{t * STRIDE + k}, w0), dot(v{t * STRIDE + k}, w1), dot(v{t * STRIDE + k}, w2), dot(v{t * STRIDE + k}, w3));
#endif
#end
#end
      c.x += 1.0;
      px += float(IN_WIDTH);
    }
  }
#for t in 0..TARGETS
  y{t} = store(masked(activate(sum{t}), column.x, OUT_CHANNELS));
#end
}
