// Stochastic gradient descent: w - rate g. Reads weights, gradients, mask (texels) and, to clip, norm; uniforms of clipped and kept;
// writes w.
void main() {
  ivec2 at = fragment();
  vec4 w0 = fetch_weights(at);
  w = kept(w0 - rate * clipped(at), at);
}
