// Stochastic gradient descent: w - rate g. Reads weights, gradients, mask (texels) and, to clip, norm; uniforms of clipped and regularized;
// writes w.
// WRITES_W and its like are 1 for the outputs of this program, since not every adapter writes several.
#include "networks/layout"
#slot store
#include "networks/update"
void main() {
  ivec2 at = fragment();
#if WRITES_W
  w = regularized(fetch_weights(at) - rate * clipped(at), at);
#endif
}
