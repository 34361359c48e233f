// Gradient of the input of a softmax, y (d - sum of y d), times the derivative of the activation that made the input. Reads delta, y: the
// softmax, x: its input (texels); writes gradient.
#include "networks/layout"
#slot activation
#slot store
void main() {
  ivec2 at = fragment();
  float sum = 0.0;
  for (int g = 0; g < GROUPS; g++) { sum += dot(fetch_y(ivec2(g, at.y)), fetch_delta(ivec2(g, at.y))); }
  gradient = store(fetch_y(at) * (fetch_delta(at) - sum) * derivative(fetch_x(at)));
}
