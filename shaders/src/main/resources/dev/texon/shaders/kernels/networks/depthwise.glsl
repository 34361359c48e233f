// Depthwise convolution of a batch with bias and activation: each channel by its own kernel. Reads x, weights (texels); uniform vec2
// block: first texel of the layer's weights, a row a group of channels, TAPS columns and then the bias; writes y.
#include "networks/layout"
#slot activation
#slot store
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  ivec2 w = ivec2(block) + ivec2(0, column.x);
  vec4 sum = fetch_weights(w + ivec2(TAPS, 0));
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int iy = row.y * STRIDE + ky - PADDING;
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int ix = column.y * STRIDE + kx - PADDING;
#if PADDING > 0
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
      sum += fetch_x(ivec2(column.x * IN_WIDTH + ix, row.x * IN_HEIGHT + iy)) * fetch_weights(w + ivec2(ky * KERNEL_WIDTH + kx, 0));
    }
  }
  y = store(masked(activate(sum), column.x, OUT_CHANNELS));
}
