// The gradient of one of the values that concatenate joins: the channels of delta from FIRST on, times the derivative of the activation that
// made the value. Reads delta, x (texels); writes gradient.
#include "networks/layout"
#slot activation
#slot store
float part(int channel, int x) {
  ivec2 at = split(channel, 4);
  return pick(fetch_delta(ivec2(at.x * WIDTH + x, fragment().y)), at.y);
}
void main() {
  ivec2 column = split(fragment().x, WIDTH);
#if ALIGNED
  vec4 d = fetch_delta(ivec2((column.x + FIRST_QUAD) * WIDTH + column.y, fragment().y));
#else
  int first = FIRST + 4 * column.x;
  vec4 d = vec4(part(first, column.y), part(first + 1, column.y), part(first + 2, column.y), part(first + 3, column.y));
#endif
  gradient = store(masked(d * derivative(fetch_x(fragment())), column.x, CHANNELS));
}
