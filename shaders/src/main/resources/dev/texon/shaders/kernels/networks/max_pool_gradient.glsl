// The gradient of a window goes to the first place, row by row, that holds its largest value; times the slope of the activation that
// made the input. Reads delta, x, y: what max_pool read and wrote (texels); writes gradient.
void main() {
  ivec2 column = split(fragment().x, IN_WIDTH);
  ivec2 row = split(fragment().y, IN_HEIGHT);
  vec4 mine = fetch_x(fragment());
  vec4 sum = vec4(0.0);
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int ty = row.y + PADDING - ky;
    ivec2 oy = split(ty < 0 ? 0 : ty, STRIDE);
    if (ty < 0 || oy.y != 0 || oy.x >= OUT_HEIGHT) { continue; }
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int tx = column.y + PADDING - kx;
      ivec2 ox = split(tx < 0 ? 0 : tx, STRIDE);
      if (tx < 0 || ox.y != 0 || ox.x >= OUT_WIDTH) { continue; }
      ivec2 window = ivec2(column.x * OUT_WIDTH + ox.x, row.x * OUT_HEIGHT + oy.x);
      vec4 best = fetch_y(window);
      vec4 chosen = vec4(equal(mine, best));
      for (int jy = 0; jy < KERNEL_HEIGHT; jy++) {
        int iy = oy.x * STRIDE + jy - PADDING;
        for (int jx = 0; jx < KERNEL_WIDTH; jx++) {
          int ix = ox.x * STRIDE + jx - PADDING;
          if (jy * KERNEL_WIDTH + jx >= ky * KERNEL_WIDTH + kx || iy < 0 || ix < 0 || iy >= IN_HEIGHT || ix >= IN_WIDTH) { continue; }
          chosen *= vec4(notEqual(fetch_x(ivec2(column.x * IN_WIDTH + ix, row.x * IN_HEIGHT + iy)), best));
        }
      }
      sum += chosen * fetch_delta(window);
    }
  }
  gradient = store(sum * slope(mine));
}
