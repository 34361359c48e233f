#include "networks/activation_functions"
vec4 activate(vec4 v) { return vec4(softplus(v.r), softplus(v.g), softplus(v.b), softplus(v.a)); }
// The derivative of log(1 + exp(v)) is sigmoid(v) = 1 - exp(-y); y is not negative, so that nothing overflows.
vec4 derivative(vec4 y) { return keep_nan(y, 1.0 - exp(-max(y, 0.0))); }
