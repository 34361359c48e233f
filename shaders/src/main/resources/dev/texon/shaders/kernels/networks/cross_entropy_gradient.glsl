// Gradient of the softmax cross-entropy of each sample that counts: softmax(z) sum(t) - t, times the derivative of the activation that made
// z, where t are the targets, weighed by weigh. Reads z (texels) and what the targets need; uniform float count; writes gradient.
#include "networks/layout"
#slot softmax
#slot targets
#slot class_weights
#slot activation
#slot store
void main() {
  ivec2 at = fragment();
  float m = row_max(at.y);
  vec4 p = row_exp(at.x, fetch_z(at), m) / row_sum(at.y, m);
  float total = 0.0;
  for (int g = 0; g < GROUPS; g++) { total += dot(weigh(target_of(at.y, g), g), present(g, CHANNELS)); }
  vec4 d = masked((p * total - weigh(target_of(at.y, at.x), at.x)) * derivative(fetch_z(at)), at.x, CHANNELS);
  gradient = store(float(at.y) < count ? d : vec4(0.0));
}
