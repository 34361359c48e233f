// Activations that give no Inf or NaN for any finite input: no argument of exp is ever positive, so nothing overflows. They give NaN for
// NaN, which min, max and exp of some drivers do not.

// 1 / (1 + exp(-x)), which overflows to 1 / Inf at x = -100.
float sigmoid(float x) {
  float e = exp(-abs(x));
  return is_nan(x) ? x : (x >= 0.0 ? 1.0 : e) / (1.0 + e);
}

// Near 0 the quotient would cancel; there x - x^3/3 is within 2^-24 of tanh relatively, since the next term is 2x^5/15.
float hyperbolic_tangent(float x) {
  float a = abs(x);
  float e = exp(-2.0 * a);
  float t = a < 0.02 ? a - a * a * a / 3.0 : (1.0 - e) / (1.0 + e);
  return is_nan(x) ? x : x < 0.0 ? -t : t;
}

// log(1 + exp(x))
float softplus(float x) { return is_nan(x) ? x : max(x, 0.0) + log(1.0 + exp(-abs(x))); }

// x for x > 0, else alpha * (exp(x) - 1)
float elu(float x, float alpha) { return is_nan(x) || x > 0.0 ? x : alpha * (exp(min(x, 0.0)) - 1.0); }

// exp(x) / sum of exp(x), shifted so that the largest exponent is 0 and the sum lies in [1, 4]. A difference that overflows is
// -Inf, whose exp is 0. Without the shift exp(89) / exp(89) is Inf / Inf. All are NaN if one is NaN or +Inf, or all are -Inf: then a
// difference is NaN, and so is the sum of all, none of which is positive.
vec4 softmax(vec4 x) {
  vec4 d = x - max(max(x.r, x.g), max(x.b, x.a));
  vec4 e = exp(d);
  float all = d.r + d.g + d.b + d.a;
  return is_nan(all) ? vec4(all) : e / (e.r + e.g + e.b + e.a);
}

// log(softmax(x)) without its log(0). Differences below -3.4e38 would overflow, and stay there.
vec4 log_softmax(vec4 x) {
  vec4 d = x - max(max(x.r, x.g), max(x.b, x.a));
  vec4 e = exp(d);
  float all = d.r + d.g + d.b + d.a;
  return is_nan(all) ? vec4(all) : max(d, vec4(-3.4e38)) - log(e.r + e.g + e.b + e.a);
}
