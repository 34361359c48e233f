// Momentum (Polyak 1964, as PyTorch writes it): v = momentum v + g, w - rate v. Reads weights, gradients, mask, velocities (texels) and,
// to clip, norm; uniforms of clipped and kept, float momentum; writes w, v.
// OUTPUT_… assigns where this program has that output, since not every adapter writes several.
void main() {
  ivec2 at = fragment();
  vec4 v1 = momentum * fetch_velocities(at) + clipped(at);
  OUTPUT_W(kept(fetch_weights(at) - rate * v1, at))
  OUTPUT_V(store_state(v1))
}
