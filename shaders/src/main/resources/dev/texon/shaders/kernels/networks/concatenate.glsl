// The channels of several values, those of x0 first. Channel FIRST_n of the result is the first of xn; where all begin in a quad of their own
// (ALIGNED), that is quad FIRST_QUAD_n. Reads x0, x1, … (texels); writes y.
#include "networks/layout"
#if ALIGNED
vec4 values(int quad, int x, int row) {
#for i in 0..INPUTS
  if (quad < FIRST_QUAD_{i + 1}) { return fetch_x{i}(ivec2((quad - FIRST_QUAD_{i}) * WIDTH + x, row)); }
#end
  return vec4(0.0);
}
#else
float value(int channel, int x, int row) {
#for i in 0..INPUTS
  if (channel < FIRST_{i + 1}) {
    ivec2 at = split(channel - FIRST_{i}, 4);
    return pick(fetch_x{i}(ivec2(at.x * WIDTH + x, row)), at.y);
  }
#end
  return 0.0;
}
#endif
void main() {
  ivec2 column = split(fragment().x, WIDTH);
  int row = fragment().y;
#if ALIGNED
  y = values(column.x, column.y, row);
#else
  int first = 4 * column.x;
  y = vec4(value(first, column.y, row), value(first + 1, column.y, row), value(first + 2, column.y, row), value(first + 3, column.y, row));
#endif
}
