// Gradient of the input of a convolution. Reads delta: gradient of the sums, weights (texels); uniform vec2 block as in convolution;
// writes y0, …, of TARGETS, which share the samples as in convolution. Split-K: PARTS parts of PART groups of outputs lie side by side.
#include "networks/layout"
#slot epilogue
void main() {
  ivec2 part = split(fragment().x, IN_GROUPS * IN_WIDTH);
  ivec2 column = split(part.y, IN_WIDTH);
  ivec2 row = split(fragment().y, IN_HEIGHT);
  int first = part.x * PART;
#for t in 0..TARGETS
  vec4 sum{t} = vec4(0.0);
#end
#slot rows
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int ty = row.y + PADDING - ky;
    ivec2 oy = split(ty < 0 ? 0 : ty, STRIDE);
    if (ty < 0 || oy.y != 0 || oy.x >= OUT_HEIGHT) { continue; }
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int tx = column.y + PADDING - kx;
      ivec2 ox = split(tx < 0 ? 0 : tx, STRIDE);
      if (tx < 0 || ox.y != 0 || ox.x >= OUT_WIDTH) { continue; }
      // Centres of texels, as in convolution.
      vec2 c = vec2(ivec2(block) + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS + column.x, first)) + 0.5;
      float px = float(first * OUT_WIDTH + ox.x) + 0.5;
#for t in 0..TARGETS
      float q{t} = float(row{t} + oy.x) + 0.5;
#end
      for (int i = 0; i < PART; i++) {
#if PARTS * PART > OUT_GROUPS
        if (first + i >= OUT_GROUPS) { continue; }
#endif
        vec4 w0 = fetch_weights(c);
        vec4 w1 = fetch_weights(c + vec2(0.0, BAND));
        vec4 w2 = fetch_weights(c + vec2(0.0, 2 * BAND));
        vec4 w3 = fetch_weights(c + vec2(0.0, 3 * BAND));
#for t in 0..TARGETS
        vec4 d{t} = fetch_delta(vec2(px, q{t}));
#end
#for t in 0..TARGETS
        sum{t} += d{t}.r * w0 + d{t}.g * w1 + d{t}.b * w2 + d{t}.a * w3;
#end
        c.y += 1.0;
        px += float(OUT_WIDTH);
      }
    }
  }
#for t in 0..TARGETS
  y{t} = epilogue(sum{t}, column.x);
#end
}
