// The mean of each window; places outside the image count as zeros. Reads x (texels); writes y.
#include "networks/layout"
#slot store
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  vec4 sum = vec4(0.0);
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int iy = row.y * STRIDE_Y + ky - PADDING_Y;
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int ix = column.y * STRIDE_X + kx - PADDING_X;
#if PADDING_X + PADDING_Y > 0
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
      sum += fetch_x(ivec2(column.x * IN_WIDTH + ix, row.x * IN_HEIGHT + iy));
    }
  }
  y = store(sum / float(KERNEL_HEIGHT * KERNEL_WIDTH));
}
