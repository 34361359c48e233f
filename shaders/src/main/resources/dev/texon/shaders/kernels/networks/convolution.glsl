// Convolution of a batch with bias and activation; a dense layer is the case of one tap and one place. Reads x, weights (texels);
// uniform vec2 block: first texel of the layer's weights in each band of BAND rows, a row four outputs, TAPS * IN_GROUPS columns and
// then the bias; writes y.
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  ivec2 bias = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 sum = vec4(fetch_weights(bias).r, fetch_weights(bias + ivec2(0, BAND)).r, fetch_weights(bias + ivec2(0, 2 * BAND)).r,
      fetch_weights(bias + ivec2(0, 3 * BAND)).r);
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int iy = row.y * STRIDE + ky - PADDING;
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int ix = column.y * STRIDE + kx - PADDING;
#if PADDING > 0
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
      ivec2 from = ivec2(ix, row.x * IN_HEIGHT + iy);
      ivec2 w = at + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS, 0);
      for (int g = 0; g < IN_GROUPS; g++) {
        vec4 v = fetch_x(from + ivec2(g * IN_WIDTH, 0));
        ivec2 c = w + ivec2(g, 0);
        sum += vec4(dot(v, fetch_weights(c)), dot(v, fetch_weights(c + ivec2(0, BAND))), dot(v, fetch_weights(c + ivec2(0, 2 * BAND))),
            dot(v, fetch_weights(c + ivec2(0, 3 * BAND))));
      }
    }
  }
  y = store(activate(sum) * present(column.x, OUT_CHANNELS));
}
