// Momentum (Polyak 1964, as PyTorch writes it): v = momentum v + g, w - rate v. Reads weights, gradients, mask, velocities (texels) and,
// to clip, norm; uniforms of clipped and regularized, float momentum; writes w, v.
// WRITES_W and its like are 1 for the outputs of this program, since not every adapter writes several.
#include "networks/layout"
#slot store
#slot store_state
#include "networks/update"
void main() {
  ivec2 at = fragment();
  vec4 v1 = momentum * fetch_velocities(at) + clipped(at);
#if WRITES_W
  w = regularized(fetch_weights(at) - rate * v1, at);
#endif
#if WRITES_V
  v = store_state(v1);
#endif
}
