// What all optimizers share. Uniforms float band: first row of the band whose gradients are read, rate, clip: largest norm of the gradient,
// decay: factor of the weights, l1_step: what L1 takes off a weight in one step, limit: largest weight. Mask: 0 where there is no
// parameter, 1/2 for biases, which are not regularised, 1 for weights.
vec4 clipped(ivec2 at) {
  vec4 g = fetch_gradients(at - ivec2(0, int(band)));
#if CLIPPED
  float length_all = fetch_norm(ivec2(0, 0)).r;
  // A norm of NaN makes all gradients NaN.
  g *= is_nan(length_all) ? length_all : length_all > clip ? clip / length_all : 1.0;
#endif
  return g;
}
vec4 regularized(vec4 v, ivec2 at) {
  vec4 mask = fetch_mask(at);
#if REGULARIZED
  vec4 shrunk = keep_nan(v, clamp(decay * sign(v) * max(abs(v) - l1_step, 0.0), vec4(-limit), vec4(limit)));
  v = choose(step(0.75, mask), shrunk, v);
#endif
  return store(choose(step(0.25, mask), v, vec4(0.0)));
}
