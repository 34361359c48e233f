// The textbook's formulas, for showing what they do. They stand in for the safe ones of the same names.
float sigmoid(float x) { return 1.0 / (1.0 + exp(-x)); }
float hyperbolic_tangent(float x) { return (exp(x) - exp(-x)) / (exp(x) + exp(-x)); }
float softplus(float x) { return log(1.0 + exp(x)); }
float elu(float x, float alpha) {
  float above = step(0.0, x);
  return above * x + (1.0 - above) * alpha * (exp(x) - 1.0);
}
