// Convolution of a batch with bias and activation; a dense layer is the case of one tap and one place. Reads x0, …, of SOURCES
// textures, weights (texels); uniform vec2 block: first texel of the layer's weights in each band of BAND rows, a row four outputs,
// TAPS * IN_GROUPS columns and then the bias; writes y0, …, of TARGETS. Split-K: PARTS parts of PART groups of inputs lie side by side.
// Slot rows declares row0, …: the row of the source in which the image of a target begins. Single-iteration loops are left out, since
// some compilers keep them.
#include "networks/layout"
#slot epilogue
void main() {
  ivec2 part = split(fragment().x, OUT_GROUPS * OUT_WIDTH);
  ivec2 column = split(part.y, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  int first = part.x * PART;
  ivec2 b = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 bias = vec4(fetch_weights(b).r, fetch_weights(b + ivec2(0, BAND)).r, fetch_weights(b + ivec2(0, 2 * BAND)).r,
      fetch_weights(b + ivec2(0, 3 * BAND)).r);
  if (part.x > 0) { bias = vec4(0.0); }
#for t in 0..TARGETS
  vec4 sum{t} = bias;
#end
#slot rows
#if KERNEL_HEIGHT > 1 || PADDING > 0
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
#else
  { const int ky = 0;
#endif
    int iy = row.y * STRIDE + ky - PADDING;
#if KERNEL_WIDTH > 1 || PADDING > 0
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
#else
    { const int kx = 0;
#endif
      int ix = column.y * STRIDE + kx - PADDING;
#if PADDING > 0
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
      // Centres of texels: what does not change is added up outside the loop, which not every compiler does.
      vec2 c = vec2(at + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS + first, 0)) + 0.5;
      float c1 = c.y + float(BAND);
      float c2 = c1 + float(BAND);
      float c3 = c2 + float(BAND);
      float px = float(first * IN_WIDTH + ix) + 0.5;
#for t in 0..TARGETS
      float q{t} = float(row{t} + iy) + 0.5;
#end
#if PART > 1
      for (int i = 0; i < PART; i++) {
#else
      { const int i = 0;
#endif
#if PARTS * PART > IN_GROUPS
        if (first + i >= IN_GROUPS) { continue; }
#endif
        vec4 w0 = fetch_weights(c);
        vec4 w1 = fetch_weights(vec2(c.x, c1));
        vec4 w2 = fetch_weights(vec2(c.x, c2));
        vec4 w3 = fetch_weights(vec2(c.x, c3));
#for t in 0..TARGETS
        vec4 v{t} = fetch_x{t % SOURCES}(vec2(px, q{t}));
#end
#if IN_CHANNELS == 1
        vec4 w = vec4(w0.r, w1.r, w2.r, w3.r);
#for t in 0..TARGETS
        sum{t} += v{t}.r * w;
#end
#else
#for t in 0..TARGETS
        sum{t} += vec4(dot(v{t}, w0), dot(v{t}, w1), dot(v{t}, w2), dot(v{t}, w3));
#end
#endif
        c.x += 1.0;
        px += float(IN_WIDTH);
      }
    }
  }
#for t in 0..TARGETS
  y{t} = epilogue(sum{t}, column.x);
#end
}
