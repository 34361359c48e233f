// The sum of VALUES values, and an activation of it. Reads x0, x1, … (texels); writes y.
#include "networks/layout"
#slot activation
#slot store
void main() {
  ivec2 at = fragment();
  vec4 sum = fetch_x0(at);
#for v in 1..VALUES
  sum += fetch_x{v}(at);
#end
  y = store(masked(activate(sum), split(at.x, WIDTH).x, CHANNELS));
}
