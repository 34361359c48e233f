// The largest value of each window, NaN if one is NaN; places outside the image do not count. Reads x (texels); writes y.
#include "networks/layout"
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  vec4 best = vec4(0.0);
  vec4 bad = vec4(0.0);
  bool first = true;
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int iy = row.y * STRIDE_Y + ky - PADDING_Y;
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int ix = column.y * STRIDE_X + kx - PADDING_X;
#if PADDING_X + PADDING_Y > 0
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
      vec4 v = fetch_x(ivec2(column.x * IN_WIDTH + ix, row.x * IN_HEIGHT + iy));
      best = first ? v : max(best, v);
      bad = keep_nan(v, bad);
      first = false;
    }
  }
  y = keep_nan(bad, best);
}
