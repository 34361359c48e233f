// Adam (Kingma and Ba 2015, algorithm 1). The state holds the root of the second moment, which keeps the range of the gradient: its square
// would vanish in halves. Reads weights, gradients, mask, moments, roots (texels) and, to clip, norm; uniforms of clipped and regularized,
// vec2 beta, vec2 correction: 1 / (1 - beta^t), float epsilon, bound: of a step over rate, section 2.1; writes w, m, s.
// WRITES_W and its like are 1 for the outputs of this program, since not every adapter writes several.
#include "networks/layout"
#slot store
#slot store_state
#include "networks/update"
void main() {
  ivec2 at = fragment();
  vec4 g = clipped(at);
  vec4 m1 = beta.x * fetch_moments(at) + (1.0 - beta.x) * g;
  vec4 s0 = fetch_roots(at);
  vec4 s1 = sqrt(beta.y * s0 * s0 + (1.0 - beta.y) * g * g);
  vec4 step1 = m1 * correction.x / (s1 * sqrt(correction.y) + epsilon);
#if WRITES_W
  w = regularized(fetch_weights(at) - rate * keep_nan(step1, clamp(step1, vec4(-bound), vec4(bound))), at);
#endif
#if WRITES_M
  m = store_state(m1);
#endif
#if WRITES_S
  s = store_state(s1);
#endif
}
