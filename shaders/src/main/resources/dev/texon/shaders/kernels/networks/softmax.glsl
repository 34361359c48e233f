// Softmax over the channels of a flat tensor. Reads z (texels); writes y.
void main() {
  ivec2 at = fragment();
  float m = row_max(at.y);
  y = store(exp(fetch_z(at) - m) / row_sum(at.y, m) * present(at.x, CHANNELS));
}
