// The gradient of a window goes to the first place, row by row, that holds its largest value; times the derivative of the activation that
// made the input. Reads delta, x, y: what max_pool read and wrote (texels); writes gradient.
#include "networks/layout"
#slot activation
#slot store

// What a place gets from window o, in which it is place k, rows first.
vec4 from_window(int group, int n, vec4 mine, ivec2 o, ivec2 k) {
  ivec2 at = ivec2(group * OUT_WIDTH + o.y, n * OUT_HEIGHT + o.x);
  vec4 best = fetch_y(at);
  vec4 chosen = vec4(equal(mine, best));
  for (int jy = 0; jy < KERNEL_HEIGHT; jy++) {
    int iy = o.x * STRIDE_Y + jy - PADDING_Y;
    for (int jx = 0; jx < KERNEL_WIDTH; jx++) {
      int ix = o.y * STRIDE_X + jx - PADDING_X;
      if (jy * KERNEL_WIDTH + jx >= k.x * KERNEL_WIDTH + k.y) { continue; }
#if PADDING_X + PADDING_Y > 0
      if (iy < 0 || ix < 0 || iy >= IN_HEIGHT || ix >= IN_WIDTH) { continue; }
#endif
      chosen *= vec4(notEqual(fetch_x(ivec2(group * IN_WIDTH + ix, n * IN_HEIGHT + iy)), best));
    }
  }
  return chosen * fetch_delta(at);
}
void main() {
  ivec2 column = split(fragment().x, IN_WIDTH);
  ivec2 row = split(fragment().y, IN_HEIGHT);
  vec4 mine = fetch_x(fragment());
  vec4 sum = vec4(0.0);
#if KERNEL_HEIGHT <= STRIDE_Y && KERNEL_WIDTH <= STRIDE_X
  // Windows do not overlap: a place is in one of them at most.
  ivec2 oy = split(row.y + PADDING_Y, STRIDE_Y);
  ivec2 ox = split(column.y + PADDING_X, STRIDE_X);
  if (oy.x < OUT_HEIGHT && ox.x < OUT_WIDTH && oy.y < KERNEL_HEIGHT && ox.y < KERNEL_WIDTH) {
    sum = from_window(column.x, row.x, mine, ivec2(oy.x, ox.x), ivec2(oy.y, ox.y));
  }
#else
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int ty = row.y + PADDING_Y - ky;
    ivec2 oy = split(ty < 0 ? 0 : ty, STRIDE_Y);
    if (ty < 0 || oy.y != 0 || oy.x >= OUT_HEIGHT) { continue; }
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int tx = column.y + PADDING_X - kx;
      ivec2 ox = split(tx < 0 ? 0 : tx, STRIDE_X);
      if (tx < 0 || ox.y != 0 || ox.x >= OUT_WIDTH) { continue; }
      sum += from_window(column.x, row.x, mine, ivec2(oy.x, ox.x), ivec2(ky, kx));
    }
  }
#endif
  gradient = store(sum * derivative(mine));
}
