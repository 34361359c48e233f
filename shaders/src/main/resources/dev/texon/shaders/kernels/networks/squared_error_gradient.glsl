// Gradient of the mean squared error of each sample that counts: 2 (z - t) / CHANNELS, times the derivative of the activation that made z.
// Reads z (texels) and what the targets need; uniform float count; writes gradient.
#include "networks/layout"
#slot targets
#slot activation
#slot store
void main() {
  ivec2 at = fragment();
  vec4 off = 2.0 / float(CHANNELS) * fetch_z(at) - 2.0 / float(CHANNELS) * target_of(at.y, at.x);
  vec4 d = keep_nan(off, clamp(off, vec4(-3.4e38), vec4(3.4e38)));
  d = masked(d * derivative(fetch_z(at)), at.x, CHANNELS);
  gradient = store(float(at.y) < count ? d : vec4(0.0));
}
