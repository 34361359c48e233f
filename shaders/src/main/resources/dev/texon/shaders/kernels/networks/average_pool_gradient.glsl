// The gradient of a window goes to its places in equal shares, times the derivative of the activation that made the input. Reads delta,
// x (texels); writes gradient.
#include "networks/layout"
#slot activation
#slot store
void main() {
  ivec2 column = split(fragment().x, IN_WIDTH);
  ivec2 row = split(fragment().y, IN_HEIGHT);
  vec4 sum = vec4(0.0);
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int ty = row.y + PADDING_Y - ky;
    ivec2 oy = split(ty < 0 ? 0 : ty, STRIDE_Y);
    if (ty < 0 || oy.y != 0 || oy.x >= OUT_HEIGHT) { continue; }
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int tx = column.y + PADDING_X - kx;
      ivec2 ox = split(tx < 0 ? 0 : tx, STRIDE_X);
      if (tx < 0 || ox.y != 0 || ox.x >= OUT_WIDTH) { continue; }
      sum += fetch_delta(ivec2(column.x * OUT_WIDTH + ox.x, row.x * OUT_HEIGHT + oy.x));
    }
  }
  gradient = store(sum / float(KERNEL_HEIGHT * KERNEL_WIDTH) * derivative(fetch_x(fragment())));
}
