// Stochastic gradient descent: w - rate g. Reads weights, gradients, mask (texels) and, to clip, norm; uniforms of clipped and kept;
// writes w.
// OUTPUT_… assigns where this program has that output, since not every adapter writes several.
void main() {
  ivec2 at = fragment();
  OUTPUT_W(kept(fetch_weights(at) - rate * clipped(at), at))
}
