// For each sample of a mini-batch: its loss, the class of the largest output, the class of the largest target, and where targets are
// numbers the mean absolute error. Reads z (texels) and what the targets need; constant CROSS_ENTROPY: 1, else mean squared
// error; writes verdict at column n.
#include "networks/layout"
#if CROSS_ENTROPY
#slot softmax
#endif
#slot targets

// The larger of two values with their classes, the first of equal ones; NaN counts as the largest, as in PyTorch's argmax.
vec2 better(vec2 best, vec2 other) {
  return !is_nan(best.x) && (is_nan(other.x) || other.x > best.x) ? other : best;
}
void main() {
  int n = fragment().x;
#if CROSS_ENTROPY
  float m = row_max(n);
  float sum = row_sum(n, m);
#endif
  float loss = 0.0;
  float absolute = 0.0;
  vec2 output_best = vec2(fetch_z(ivec2(0, n)).r, 0.0);
  vec2 target_best = vec2(target_of(n, 0).r, 0.0);
  for (int g = 0; g < GROUPS; g++) {
    vec4 there = present(g, CHANNELS);
    vec4 z = fetch_z(ivec2(g, n));
    vec4 t = target_of(n, g);
#if CROSS_ENTROPY
    // A target of zero leaves out its term, which may be as large as 3.4e38 and is Inf in the textbook's formula.
    vec4 terms = t * negative_log_softmax(z, m, sum);
#if NAIVE
    loss += dot(there, terms);
#else
    loss += dot(there, vec4(t.r != 0.0 ? terms.r : 0.0, t.g != 0.0 ? terms.g : 0.0, t.b != 0.0 ? terms.b : 0.0, t.a != 0.0 ? terms.a : 0.0));
#endif
#else
    vec4 off = masked(keep_nan(z - t, clamp(z - t, vec4(-1.0e19), vec4(1.0e19))), g, CHANNELS);
    loss += dot(off, off) / float(CHANNELS);
    absolute += dot(abs(off), vec4(1.0)) / float(CHANNELS);
#endif
    // Written out: some drivers end all loops of a fragment after so many turns.
    float place = float(4 * g);
    output_best = better(output_best, vec2(z.r, place));
    target_best = better(target_best, vec2(t.r, place));
    if (there.g > 0.5) {
      output_best = better(output_best, vec2(z.g, place + 1.0));
      target_best = better(target_best, vec2(t.g, place + 1.0));
    }
    if (there.b > 0.5) {
      output_best = better(output_best, vec2(z.b, place + 2.0));
      target_best = better(target_best, vec2(t.b, place + 2.0));
    }
    if (there.a > 0.5) {
      output_best = better(output_best, vec2(z.a, place + 3.0));
      target_best = better(target_best, vec2(t.a, place + 3.0));
    }
  }
#if NAIVE
  verdict = vec4(loss, output_best.y, target_best.y, absolute);
#else
  verdict = vec4((is_nan(loss) ? loss : min(loss, 3.4e38)), output_best.y, target_best.y, absolute);
#endif
}
