// Gradient of the input of a convolution, times the slope of the activation that made the input. Reads delta: gradient of the sums,
// x: the input, weights (texels); uniform vec2 block as in convolution; writes gradient.
void main() {
  ivec2 column = split(fragment().x, IN_WIDTH);
  ivec2 row = split(fragment().y, IN_HEIGHT);
  vec4 sum = vec4(0.0);
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int ty = row.y + PADDING - ky;
    ivec2 oy = split(ty < 0 ? 0 : ty, STRIDE);
    if (ty < 0 || oy.y != 0 || oy.x >= OUT_HEIGHT) { continue; }
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int tx = column.y + PADDING - kx;
      ivec2 ox = split(tx < 0 ? 0 : tx, STRIDE);
      if (tx < 0 || ox.y != 0 || ox.x >= OUT_WIDTH) { continue; }
      ivec2 from = ivec2(ox.x, row.x * OUT_HEIGHT + oy.x);
      ivec2 w = ivec2(block) + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS + column.x, 0);
      for (int g = 0; g < OUT_GROUPS; g++) {
        vec4 d = fetch_delta(from + ivec2(g * OUT_WIDTH, 0));
        ivec2 r = w + ivec2(0, g);
        sum += d.r * fetch_weights(r) + d.g * fetch_weights(r + ivec2(0, BAND)) + d.b * fetch_weights(r + ivec2(0, 2 * BAND))
            + d.a * fetch_weights(r + ivec2(0, 3 * BAND));
      }
    }
  }
  gradient = store(sum * slope(fetch_x(fragment())));
}
