// Moves the running mean (row 0) and variance (row 1) towards those of the batch. Reads running, means, variances (texels); uniforms
// float keep, correction: n / (n - 1) for the unbiased variance; writes moved.
void main() {
  ivec2 at = fragment();
  vec4 batch = at.y == 0 ? fetch_means(ivec2(at.x, 0)) : correction * fetch_variances(ivec2(at.x, 0));
  moved = keep * fetch_running(at) + (1.0 - keep) * batch;
}
