// Softmax over the channels of a flat tensor. Reads z (texels); writes y.
#include "networks/layout"
#slot softmax
#slot store
void main() {
  ivec2 at = fragment();
  float m = row_max(at.y);
  y = store(masked(row_exp(at.x, fetch_z(at), m) / row_sum(at.y, m), at.x, CHANNELS));
}
